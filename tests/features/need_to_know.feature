Feature: Ask for what is needed, not for what is nice to have
  The guidance warns against collecting what is merely nice to know, and asks for specific questions in words partners use. The
  officer should see which question is worth asking next and why, whom to ask, and what the answer changed.

  Rule: The question that would change most is asked first, with why and of whom

    Example: The next best question
      Given a group of which nothing is known
      When the officer asks what to find out
      Then the next best question is "Which types of crime is the group involved in?"
      And it says that the answer could make "Brief frontline officers and listen to what they know" certain
      And it says that "Neighbourhood officers and PCSOs" may know
      And it says that asking takes "a search of what we can already see"

    Example: A duty is asked about before any choice
      Given a group that sells cocaine
      And everyone and everything in the picture is recorded
      When the officer asks what to find out
      Then "Is there information of a real and immediate threat to anyone's life?" is asked before "What is the largest amount of cash found, or expected to be found, that is thought to come from crime?"

    Example: What was answered is not asked again
      Given a group that sells cocaine
      And £4,200 in cash was found
      When the officer asks what to find out
      Then nobody is asked "What is the largest amount of cash found, or expected to be found, that is thought to come from crime?"

    Example: What would settle nothing that is within reach is only nice to know
      Given a group that sells cocaine
      When the officer asks what to find out
      Then "Which tier of response is the group in?" is merely nice to know
      And whatever is needed stands before it, each with why

    Example: The sources that are forgotten are named too
      Given a group that sells cocaine
      When the officer asks what to find out
      Then these may know something that is needed
        | Professional standards           |
        | Financial investigation team     |
        | Neighbourhood officers and PCSOs |
        | Prison intelligence              |

  Rule: Why not is told to the end, with the change that would flip it

    Example: Too little cash for the law to bite
      Given a group that sells cocaine
      And £600 in cash was found
      When the officer asks about "Cash seizure, detention and forfeiture"
      Then it is ruled out
      And the smallest change is that the cash found is £1,000
      And with that change it fits

    Example: What fits could be taken away by one fact
      Given a group that sells cocaine
      And £4,200 in cash was found
      When the officer asks about "Cash seizure, detention and forfeiture"
      Then it fits
      And one fact alone would take it away: the cash found is £999

    Example: Each argument says where it comes from
      Given a group that sells cocaine
      And £4,200 in cash was found, by "a search of the lock-up"
      When the officer asks about "Cash seizure, detention and forfeiture"
      Then the cash speaks for it, graded 2B, from "a search of the lock-up"
      And it speaks against it that "The loss may be passed down as a debt"
      And every argument names its source

  Rule: Partners are asked in their own words, and the open form gives nothing away

    Example: The open form names nobody
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      When questions go out to partners
      Then Housing is asked something
      And what went out holds none of
        | Dale            |
        | Hargreaves      |
        | Larch           |
        | organised crime |
        | OCG             |
        | SOC             |
        | covert          |

    Example: A reply can quote a question and mean only that one
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      When questions go out to partners
      Then no two questions have the same number

    Example: By name only once somebody has decided to share
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      When Housing is to be asked by name
      Then it is refused, because "no decision to share with it"
      And the seven golden rules are there to be weighed
      And nothing went out

    Example: By name not at all where the decision was not to share
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      And it was decided not to share with Housing
      When Housing is to be asked by name
      Then it is refused, because "the decision on record is not to share with it"
      And nothing went out

    Example: By name, under the lawful basis that was decided
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      And it was decided to share with Housing under "Crime and Disorder Act 1998, section 115"
      When Housing is to be asked by name
      Then what went out says "14 Larch Row"
      And what went out says "Crime and Disorder Act 1998, section 115"
      But what went out holds none of
        | cocaine         |
        | organised crime |
        | OCG             |

  Rule: A reply comes back as a graded fact that says what it answers

    Example: Housing answers
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      And it was decided to share with Housing under "Crime and Disorder Act 1998, section 115"
      And Housing was asked by name
      When it answers that the home is taken over, graded 2B, from "a tenancy visit"
      Then the record says of the home, graded 2B, that it is taken over, from "a tenancy visit"
      And the record says that it came in reply to that request, to Housing
      And the plan on paper shows the request with its reply
      And "Welfare visits to homes taken over (cuckooing)" rests on it, with that request as its source

    Example: Nothing is a reply to what was never asked
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      When an answer comes to entry 1, which was no request
      Then it is refused, because "not a request to partners"

    Example: A reply is graded like any other fact
      Given Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row
      And questions went out to partners
      When an answer comes that nobody graded
      Then it is refused, because "a fact needs its intelligence grade"

  Rule: After each fact the officer sees what it changed

    Example: What a fact brings in, and what it takes away
      Given a group that sells cocaine
      When the officer learns that £<pounds> in cash was found
      Then "Cash seizure, detention and forfeiture" <changed>, because "cash found: £<pounds>"

      Examples:
        | pounds | changed        |
        | 4,200  | rose to fit    |
        | 600    | was ruled out  |

    Example: A fact that changes nothing
      Given a group that sells cocaine
      And £4,200 in cash was found
      When the officer learns that £4,300 in cash was found
      Then no tactic stands differently

  Rule: Collecting intelligence is not doing something about it

    Example: The collection plan stands apart from the four Ps
      Given a group that sells cocaine
      When the officer adopts the first line of the drafted collection plan
      Then the plan on paper shows it under "Intelligence: requirement, collection plan, response"
      And every P still has no intervention

  Rule: The business model shows what no intervention touches yet

    Example: Only the money is touched
      Given a group that sells cocaine
      And £4,200 in cash was found
      When the officer selects "Cash seizure, detention and forfeiture"
      Then the business model shows that "Money" is touched by it
      And the business model shows that nothing touches "Transport"
