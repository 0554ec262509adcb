Feature: A record that stands up years later
  The officer who leads must be able to show, years later and in court, what was known, what was offered, what was chosen, what
  was not, and why. So every decision is written down with its reason, and nothing that was written is ever changed.

  Rule: A decision says why, by whom, when, and what was shown

    Example: Cash is to be seized
      Given a live case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green selects "Cash seizure, detention and forfeiture" because "The cash was in vacuum packs under the stairs"
      Then the record says that DI Green wrote it at 09:00 on 13 July 2026
      And the record says why: "The cash was in vacuum packs under the stairs"
      And the record says that it was shown as fitting, at its place in the list
      And the record says what was shown for it: "cash found"
      And the record says which law it rested on: "Proceeds of Crime Act 2002, s.294"
      And the record says which library and which facts it rested on

    Example: Somebody else took the decision
      Given a live case against a group that sells cocaine
      When DI Green writes the vision "A town free of fear", decided by Supt Hall
      Then the record says that DI Green wrote it at 09:00 on 13 July 2026
      And the record says that Supt Hall decided it

    Example: What was shown against it is kept too
      Given a training case against a group that sells cocaine
      And no cash was found
      When DI Green selects "Cash seizure, detention and forfeiture" because "A second search of the unit is booked for Friday"
      Then DI Green is warned "The facts rule it out"
      And the record says that it was shown as ruled out, at its place in the list

  Rule: A reason is given in the officer's own words

    Example: What is no reason
      Given a training case against a group that sells cocaine
      When DI Green writes the vision because "<reason>"
      Then it is refused, because it "<what>"
      And nothing more is on the record

      Examples:
        | reason                      | what                                |
        |                             | is wanted and none is given         |
        | ...                         | is wanted and none is given         |
        | TBC                         | stands in the place of a reason     |
        | n/a                         | stands in the place of a reason     |
        | As discussed.               | stands in the place of a reason     |
        | Necessary and proportionate | stands in the place of a reason     |
        | Operational reasons         | stands in the place of a reason     |
        | xxxxxxxx xxxxxxxx           | stands in the place of a reason     |
        | The informant told us so    | looks like material on              |

    Example: What is a reason
      Given a training case against a group that sells cocaine
      When DI Green writes the vision because "Shopkeepers on Mill Street have paid the group since March"
      Then the record says why: "Shopkeepers on Mill Street have paid the group since March"

  Rule: What is written down late says why it is late

    Example: More than an hour later, and nobody says why
      Given a training case against a group that sells cocaine
      When DI Green writes down a decision made 90 minutes ago
      Then it is refused, because it "is wanted and none is given"
      And nothing more is on the record

    Example: More than an hour later, with the reason
      Given a training case against a group that sells cocaine
      When DI Green writes down a decision made 90 minutes ago, late because "I was at the scene until now"
      Then the record says that it was made at 07:30 and written down at 09:00
      And the record says why it is late: "I was at the scene until now"

    Example: Within the hour
      Given a training case against a group that sells cocaine
      When DI Green writes down a decision made 55 minutes ago
      Then the record says that it was made at 08:05 and written down at 09:00

    Example: A decision that is yet to be made
      Given a training case against a group that sells cocaine
      When DI Green writes down a decision to be made in 2 hours
      Then it is refused, because it "has not come yet"

  Rule: Nothing is edited: what is wrong is superseded, and both stay

    Example: The vision is written again
      Given a training case against a group that sells cocaine
      When DI Green writes the vision "A quiet town"
      And DI Green writes the vision "A town free of fear"
      Then the plan's vision is "A town free of fear"
      And both visions are on the record, the first marked as superseded by the second

    Example: A tactic is selected, and later rejected
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green selects "Cash seizure, detention and forfeiture" because "The cash was in vacuum packs under the stairs"
      And DI Green rejects "Cash seizure, detention and forfeiture" because "The SIO needs the cash untouched until the arrests"
      Then the plan holds no intervention
      And the selection is on the record, marked as superseded by the rejection

    Example: Nobody supersedes what was superseded already
      Given a training case against a group that sells cocaine
      When DI Green writes the vision "A quiet town"
      And DI Green writes the vision "A town free of fear"
      And DI Green writes the vision "A safe town" in the place of the first
      Then it is refused, because it "was superseded by"

    Example: Only like takes the place of like
      Given a training case against a group that sells cocaine
      When DI Green writes the vision "A quiet town"
      And DI Green names the lead for Pursue in the place of the vision
      Then it is refused, because it "is another kind of decision"

    Example: A fact was wrong
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green corrects the cash found to £420
      Then £420 in cash is known, and nothing else about cash
      And the record still says that £4,200 was once known

  Rule: The nine decisions that are always to be recorded are counted

    Example: Each is settled by its own decision
      Given a training case against a group that sells cocaine
      And somebody called the principal
      Then none of the nine is on the record
      When DI Green records <decision>
      Then of the nine only "<one of the nine>" is on the record

      Examples:
        | decision                              | one of the nine                                      |
        | an overarching objective              | Overarching objectives                               |
        | an aim and a lead for every P         | The aim of each P and who leads it                   |
        | work in three Ps and why not a fourth | Any P that cannot be developed                       |
        | the principal as nominal in focus     | The nominals in focus                                |
        | the money as the part to target       | The part of the business model targeted              |
        | relentless disruption as trajectory   | Why relentless disruption, if there is no investigation |
        | no place-based approach               | Why a place-based approach                           |
        | that the council leads on closures    | Partners who lead or have agreed to                  |
        | a protocol on what is told to whom    | Information and intelligence protocols               |

    Example: All nine
      Given a training case against a group that sells cocaine
      And somebody called the principal
      When DI Green records all nine
      Then all of the nine are on the record

    Example: What is not called for says why
      Given a training case against a group that sells cocaine
      When DI Green records an investigation as trajectory
      And DI Green plans something in every P
      Then "Any P that cannot be developed" is not called for, since "every P has an intervention"
      And "Why relentless disruption, if there is no investigation" is not called for, since "an investigation is under way"

  Rule: An intervention is followed from its adoption to its end

    Example: However it came into the plan
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green adopts <what>
      Then the plan holds one intervention under <P>, and it is proposed

      Examples:
        | what                                                            | P       |
        | "Cash seizure, detention and forfeiture" from the menu          | Pursue  |
        | an idea of their own for Prevent                                | Prevent |
        | the street pastors' scheme for Protect, which the church owns   | Protect |

    Example: A local scheme is adopted with its owner, or not at all
      Given a training case against a group that sells cocaine
      When DI Green adopts the street pastors' scheme for Protect, and names no owner
      Then it is refused, because it "needs it and it is not given"

    Example: From tasked to done
      Given a training case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      When DI Green tells that the work is tasked, accepted, under way and done in turn
      Then it is done, and every step of it is on the record

    Example: Handed over, and to whom
      Given a training case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      When DI Green tells that the work is handed over to "The council"
      Then it is handed over, and the record says to whom: "The council"

    Example: Handed over to nobody
      Given a training case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      When DI Green tells that the work is handed over
      Then it is refused, because it "who was it handed over to"

    Example: What was never done stays on the record and out of the plan
      Given a training case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      When DI Green tells that the work is not done
      Then a reviewer finds Prevent empty
      And every step of it is on the record

    Example: What is in no plan cannot be told of
      Given a training case against a group that sells cocaine
      When DI Green tells that an intervention nobody adopted is done
      Then it is refused, because it "is no intervention of this plan"

  Rule: Only what is blocked is overridden, and never law that is out of force

    Example: A day of warrants before Hold and Build are planned
      Given a training case against a group that sells cocaine
      And a day of warrants is planned, with neither a Hold nor a Build plan
      When DI Green selects "Strike day: planned arrests and warrants" because "The suppliers will all be at one house on Friday"
      Then it is refused, because it "Clear is not ready"
      And nothing more is on the record

    Example: The block is overridden with a reason
      Given a training case against a group that sells cocaine
      And a day of warrants is planned, with neither a Hold nor a Build plan
      When DI Green overrides the block on "Strike day: planned arrests and warrants" because "A boy will be shot if we wait for the plans"
      Then the plan holds one intervention under Pursue, and it is proposed
      And DI Green is warned "Clear is not ready"
      And the record says that it was shown as blocked, at its place in the list

    Example: There is nothing to override
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green overrides the block on "Cash seizure, detention and forfeiture" because "The cash was in vacuum packs under the stairs"
      Then it is refused, because it "no guardrail blocks it"

    Example: The law is not in force
      Given a training case against a group that sells cocaine
      And a charge is possible, and a home was taken over from whoever lives there
      When DI Green <does> "Home takeover (cuckooing) offence (start date not confirmed)" because "The resident wants them out by Friday"
      Then it is refused, because it "its law is not in force"
      And nothing more is on the record

      Examples:
        | does                   |
        | selects                |
        | overrides the block on |

  Rule: Nobody who must be safeguarded is pursued

    Example: A runner who is exploited
      Given a training case against a group that sells cocaine
      And a charge is possible
      And a runner of 15 whom the group exploits
      When DI Green selects "Strike day: planned arrests and warrants" on the runner
      Then it is refused, because it "is to be safeguarded"
      And nothing more is on the record

    Example: In focus, to be kept safe
      Given a training case against a group that sells cocaine
      And a runner of 15 whom the group exploits
      When DI Green puts the runner in focus
      Then DI Green is warned "in focus to be kept safe, never to be pursued"

  Rule: What was not chosen stays, with why

    Example: Rejected
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green rejects "Cash seizure, detention and forfeiture" because "The SIO needs the cash untouched until the arrests"
      Then "Cash seizure, detention and forfeiture" stands as rejected, because "The SIO needs the cash untouched until the arrests"
      And a draft does not propose "Cash seizure, detention and forfeiture" again
      And the plan on paper says why: "The SIO needs the cash untouched until the arrests"

    Example: Deferred, and until when
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green defers "Cash seizure, detention and forfeiture" until "the arrests are made" because "The SIO needs the cash untouched"
      Then "Cash seizure, detention and forfeiture" stands as deferred until "the arrests are made"
      And a draft does not propose "Cash seizure, detention and forfeiture" again

    Example: Deferred for ever
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green defers "Cash seizure, detention and forfeiture" until "" because "The SIO needs the cash untouched"
      Then it is refused, because it "needs it and it is not given"

  Rule: A P is parked until a trigger that the SIO agreed to, never silently

    Example: Parked
      Given a training case against a group that sells cocaine
      When DI Green parks Prevent until "the trial ends", agreed with "the SIO"
      Then a reviewer does not find Prevent empty
      And DI Green is warned of nothing

    Example: Parked for ever
      Given a training case against a group that sells cocaine
      When DI Green parks Prevent until "", agreed with "the SIO"
      Then it is refused, because it "needs it and it is not given"

    Example: Nobody is said to have agreed
      Given a training case against a group that sells cocaine
      When DI Green parks Prevent until "the trial ends", agreed with ""
      Then DI Green is warned "agreed with the SIO"

    Example: There is work under way in it
      Given a training case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      When DI Green parks Prevent until "the trial ends", agreed with "the SIO"
      Then DI Green is warned "holds interventions for prevent"

    Example: The trigger comes
      Given a training case against a group that sells cocaine
      And DI Green has parked Prevent until "the trial ends", agreed with "the SIO"
      When DI Green adopts an idea of their own for Prevent
      Then DI Green is warned "Prevent is parked"
      When DI Green takes the parking back
      Then Prevent is parked no more, and that it was is on the record

  Rule: Clear waits for Hold and Build

    Example: Clear is entered before the others are ready
      Given a training case against a group that sells cocaine
      And <ready> ready
      When DI Green records that Clear is <state>
      Then DI Green is warned "<lacking>"

      Examples:
        | ready        | state   | lacking                                 |
        | nothing is   | ready   | nothing says that hold and build are    |
        | nothing is   | entered | nothing says that hold and build are    |
        | Hold is      | entered | nothing says that build is              |
        | Build is     | entered | nothing says that hold is               |

    Example: Clear is ready when they are
      Given a training case against a group that sells cocaine
      And Hold and Build are ready
      When DI Green records that Clear is ready
      Then DI Green is warned of nothing

  Rule: A plan is signed off by another person, and a later change ends it

    Example: Not by whoever wrote it
      Given a live case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      And the plan has all else that a sign-off asks for
      When DI Green signs the plan off
      Then it is refused, because it "is signed off by another person"
      And the plan is not signed off

    Example: By another person
      Given a live case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      And the plan has all else that a sign-off asks for
      When Supt Hall signs the plan off
      Then the sign-off by Supt Hall stands, and is proved to be theirs
      And the plan on paper is called a plan, and no draft

    Example: Then something changes
      Given a live case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      And the plan has all else that a sign-off asks for
      And Supt Hall has signed the plan off
      When DI Green <does something>
      Then the sign-off by Supt Hall <still stands or not>

      Examples:
        | does something                    | still stands or not                    |
        | writes the vision                 | no longer stands                       |
        | learns that violence is used      | no longer stands                       |
        | has looked into all businesses    | no longer stands                       |
        | tells that the work is under way  | stands, and is proved to be theirs     |
        | tells that the work is not done   | no longer stands                       |
        | exports the plan for the CPS      | stands, and is proved to be theirs     |

    Example: There is no plan yet
      Given a live case against a group that sells cocaine
      When Supt Hall signs the plan off
      Then it is refused, because it "there is no intervention in this plan"

    Example: In training anybody may sign, and nobody has proved who they are
      Given a training case against a group that sells cocaine
      And DI Green has adopted an idea of their own for Prevent
      And the plan has all else that a sign-off asks for
      When DI Green signs the plan off
      Then the sign-off stands, and nobody is proved to have signed

  Rule: The next review follows the tier, from the last one held

    Example: When the next review is due
      Given a training case against a group at <tier>
      Then the next review is due on <day>

      Examples:
        | tier                    | day             |
        | tier 1                  | 13 August 2026  |
        | tier 2                  | 13 October 2026 |
        | tier 3                  | 13 October 2026 |
        | tier 4                  | 13 January 2027 |
        | a tier nobody has noted | 13 August 2026  |

    Example: A review was held
      Given a training case against a group at tier 2
      When 30 days go by
      And DI Green records a review, held because of an arrest
      Then the next review is due on 12 November 2026

    Example: The group is scored again
      Given a training case against a group at tier 4
      When 10 days go by
      And DI Green records that others now score it tier 1
      Then the next review is due on 13 August 2026
      And the record says that it was scored tier 1 on 23 July 2026

    Example: The day goes by
      Given a training case against a group at tier 1
      When 32 days go by
      Then the next review is late

  Rule: What was known then answers as it did then

    Example: A fact has been learned since
      Given a training case against a group that sells cocaine
      When DI Green writes the vision
      And 10 days go by
      And DI Green learns that £4,200 in cash was found
      Then as it stands now, "Cash seizure, detention and forfeiture" fits
      And as it stood on 13 July 2026, "Cash seizure, detention and forfeiture" might fit

    Example: The library has changed since
      Given a training case against a group that sells cocaine
      And £4,200 in cash was found
      When DI Green writes the vision
      And 10 days go by
      And a new library seizes no cash under £10,000
      And DI Green writes the vision
      Then as it stands now, "Cash seizure, detention and forfeiture" is ruled out
      And as it stood on 13 July 2026, "Cash seizure, detention and forfeiture" fits

    Example: The law has changed since
      Given it is 30 January 2018
      And a training case against a group that sells cocaine
      And £38,000 stands in an account thought to hold its money
      When DI Green writes the vision
      And 10 days go by
      And DI Green writes the vision
      Then as it stands now, "Account freezing and forfeiture order" fits
      And as it stood on 30 January 2018, "Account freezing and forfeiture order" is blocked

    Example: A decision that was superseded since stood then
      Given a training case against a group that sells cocaine
      When DI Green writes the vision "A quiet town"
      And 10 days go by
      And DI Green writes the vision "A town free of fear"
      Then on 13 July 2026 the plan's vision was "A quiet town"

    Example: Before there was a case
      Given a training case against a group that sells cocaine
      When DI Green asks how the case stood on 1 July 2026
      Then it is refused, because it "the case was opened later"

  Rule: An export is noted with whom it is for and why

    Example: A live plan goes to the CPS
      Given a live case against a group that sells cocaine
      When DI Green exports the plan for "The reviewing lawyer" because "A charging decision is due on Friday"
      Then the record says that the plan went to "The reviewing lawyer", because "A charging decision is due on Friday"
      And what went out says where the record stood, and the record can be held against it

    Example: For nobody
      Given a live case against a group that sells cocaine
      When DI Green exports the plan for "" because "A charging decision is due on Friday"
      Then it is refused, because it "for whom is this export"
      And nothing went out, and nothing more is on the record

    Example: For no reason
      Given a live case against a group that sells cocaine
      When DI Green exports the plan for "The reviewing lawyer" because "tbc"
      Then it is refused, because it "stands in the place of a reason"
      And nothing went out, and nothing more is on the record

  Rule: A case is kept as long as it must be, and then what it says is destroyed

    Example: A case that is held
      Given a training case against a group that sells cocaine
      And DI Green has held it, since "An appeal is to be heard in the autumn"
      When DI Green disposes of it
      Then it is refused, because it "this case is held"

    Example: A case that is released again
      Given a training case against a group that sells cocaine
      And DI Green has held it, since "An appeal is to be heard in the autumn"
      And DI Green has released it, since "The appeal was dismissed in the autumn"
      When DI Green disposes of it
      Then nothing of what it said can be read

    Example: A case that is to be kept for years
      Given a training case against a group that sells cocaine
      And DI Green has set it to be kept until 13 July 2032, since "The sentence runs until that summer"
      When DI Green disposes of it
      Then it is refused, because it "to be kept until 2032-07-13"

    Example: When its years are over
      Given a training case against a group that sells cocaine
      And DI Green has set it to be kept until 13 July 2027, since "The sentence runs until that summer"
      When 366 days go by
      And DI Green disposes of it
      Then nothing of what it said can be read
      And who wrote each entry, and when, can still be proved
      And nothing more can be written to it

  Rule: Who looked at a live case is logged apart from its decisions

    Example: A superintendent reads a live case
      Given a live case against a group that sells cocaine
      When Supt Hall reads the case
      Then the log of consultations says that Supt Hall read it
      And nothing more is on the record

    Example: An export counts as consulting it
      Given a live case against a group that sells cocaine
      When DI Green exports the plan for "The reviewing lawyer" because "A charging decision is due on Friday"
      Then the log of consultations says for whom: "The reviewing lawyer"

    Example: Training keeps no such log
      Given a training case against a group that sells cocaine
      When DI Green reads the case
      Then the log of consultations is empty

  Rule: Training never passes for live, and live never passes into training

    Example: Whatever is shown of a training case says so
      Given a training case against a group that sells cocaine
      When DI Green asks for <what>
      Then it says TRAINING

      Examples:
        | what                 |
        | the log              |
        | the case             |
        | the list of cases    |
        | what fits            |
        | the plan as Word     |
        | the plan as Markdown |
        | the plan as JSON     |

    Example: A live case is not copied into training
      Given a live case against a group that sells cocaine
      When DI Green copies it into training as it is
      Then it is refused, because it "a live case is not copied into training"

    Example: Sanitised, it may be
      Given a live case against a group that sells cocaine
      And somebody called the principal, of whom a neighbour said on 1 May 2026 that he keeps a van
      When DI Green copies it into training, sanitised
      Then the copy holds no name, source, note or date
      And the copy still says that somebody keeps a van

  Rule: Two officers at once lose nothing

    Example: The second is told what the first wrote
      Given a live case against a group that sells cocaine
      And DI Green and DS Khan both have it open
      When DS Khan learns that £4,200 in cash was found
      And DI Green writes the vision "A town free of fear"
      Then both entries are on the record, one after the other
      And DI Green is told what DS Khan wrote meanwhile

    Example: What the second chose is laid against what the first found out
      Given a live case against a group that sells cocaine
      And DI Green and DS Khan both have it open
      When DS Khan learns that £4,200 in cash was found
      And DI Green selects "Cash seizure, detention and forfeiture" because "The cash was in vacuum packs under the stairs"
      Then the record says that it was shown as fitting, at its place in the list

    Example: What can no longer be done is refused, and nothing is half done
      Given a live case against a group that sells cocaine
      And DI Green has adopted "Cash seizure, detention and forfeiture" from the menu
      And DI Green and DS Khan both have it open
      When DS Khan rejects "Cash seizure, detention and forfeiture" because "The SIO needs the cash untouched until the arrests"
      And DI Green tells that the work is under way
      Then it is refused, because it "is no intervention of this plan"
      And DI Green's record and DS Khan's say the same

    Example: What the second never saw is not put aside for them
      Given a live case against a group that sells cocaine
      And £4,200 in cash was found
      And DI Green and DS Khan both have it open
      When DS Khan selects "Cash seizure, detention and forfeiture" because "The cash was in vacuum packs under the stairs"
      And DI Green rejects "Cash seizure, detention and forfeiture" because "The SIO needs the cash untouched until the arrests"
      Then it is refused, because it "DS Khan decided the same meanwhile"
      And "Cash seizure, detention and forfeiture" stands as DS Khan decided
