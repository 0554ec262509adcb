Feature: What a reviewer finds, and how it is mended
  Inspectors find plans with no lead, no measure, no review and no reasons, months later. A reviewer sees each of them at once, on
  the stored case, with the way to mend it; and what is mended is not found again.

  Rule: Every P holds something, or a reason why not

    Example: Every P holds something, or a reason why not
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                      | finding                                      | mend                                    |
        | both Pursue interventions were given up    | Pursue is empty and no reason is recorded.   | adds a search by warrant to Pursue      |
        | the one Prevent intervention was given up  | Prevent is empty and no reason is recorded.  | adds evening football to Prevent        |
        | every Protect intervention was given up    | Protect is empty and no reason is recorded.  | adds door locks to Protect              |
        | every Prepare intervention was given up    | Prepare is empty and no reason is recorded.  | adds first-aid training to Prepare      |
        | five of its eight interventions are Pursue | More than 60 per cent of the plan is Pursue. | takes up the page and the patrols again |

  Rule: Every P has a lead and an aim, and the case has an LRO

    Example: Every P has a lead and an aim, and the case has an LRO
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                     | finding                              | mend                                |
        | the lead of Pursue was taken back         | Nobody is named to lead Pursue.      | names who leads Pursue              |
        | the lead of Prevent was taken back        | Nobody is named to lead Prevent.     | names who leads Prevent             |
        | the lead of Protect was taken back        | Nobody is named to lead Protect.     | names who leads Protect             |
        | the lead of Prepare was taken back        | Nobody is named to lead Prepare.     | names who leads Prepare             |
        | the aim of Pursue was taken back          | No aim is recorded for Pursue.       | records the aim of Pursue           |
        | the aim of Prevent was taken back         | No aim is recorded for Prevent.      | records the aim of Prevent          |
        | the aim of Protect was taken back         | No aim is recorded for Protect.      | records the aim of Protect          |
        | the aim of Prepare was taken back         | No aim is recorded for Prepare.      | records the aim of Prepare          |
        | two lead Prepare, one of them at no level | Several lead the same P              | takes back the lead without a level |
        | the LRO was taken off and nobody came     | No Lead Responsible Officer is named | names the LRO                       |

  Rule: What is always to be recorded is recorded

    Example: What is always to be recorded is recorded
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                          | finding                                                   | mend                                 |
        | its overall aim and objective were taken back  | No overarching aim or objective is recorded.              | records the overall aim              |
        | nobody is in focus any more                    | Nobody is recorded as in focus.                           | puts the principal in focus          |
        | the part of the business to hit was taken back | No part of the group's business model                     | records which part to hit            |
        | the trajectory was taken back                  | No investigation is recorded as the way to go             | records the trajectory               |
        | its trajectory has no reason                   | A trajectory is recorded, and no reason says why.         | records the trajectory               |
        | place-based or not was taken back              | It is not recorded whether the response is place-based.   | records that it is place-based       |
        | the partner that leads was taken back          | No partner is recorded as leading                         | records the partner that leads       |
        | the protocol was taken back                    | No protocol for information and intelligence is recorded. | records the protocol                 |
        | the vision was taken back                      | No vision is recorded.                                    | records the vision                   |
        | the exit strategy was taken back               | No exit strategy is recorded.                             | records the exit strategy            |
        | the equality assessment was taken back         | The plan was not assessed for equality and human rights.  | records the equality assessment      |
        | one reason is copied from another decision     | A decision gives the reason of another, word for word.    | gives the recall a reason of its own |

  Rule: An intervention says who, when, on what authority, how measured, what for and at whom

    Example: An intervention says who, when, on what authority, how measured, what for and at whom
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                     | finding                                                      | mend                                |
        | the seizure has no owner                  | An intervention still to be done has no owner.               | says who owns the seizure           |
        | the recall has no day                     | An intervention still to be done has no day                  | gives the recall a day              |
        | the support for the café is past its day  | Something in the plan is past the day it was due.            | records that the café was supported |
        | the watch names no authority              | An intervention still to be done names no authority.         | names the authority of the watch    |
        | the patrols have no measure               | An intervention still to be done has no measure.             | gives the patrols a measure         |
        | the page serves no objective              | An intervention still to be done serves no stated objective. | says what the page is for           |
        | nothing in Pursue is counted              | Pursue is measured, and nothing in it is counted.            | counts the pounds seized            |
        | nobody asks Wren what changed             | A P other than Pursue is measured, and nobody in it is asked | asks Wren each month                |
        | the support is aimed at no café           | An intervention is aimed at no nominal, place or business.   | aims the support at the café        |
        | its objective is past its day             | Something in the plan is past the day it was due.            | records that the objective is met   |
        | a line of the collection plan is late     | Something in the plan is past the day it was due.            | records what came back              |
        | nothing is aimed at Wren, who is in focus | A nominal is in focus, and no intervention is aimed at them. | aims the mentor at Wren             |

  Rule: An objective is specific, measurable, assigned, realistic and dated

    Example: An objective is specific, measurable, assigned, realistic and dated
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                  | finding                                           | mend                              |
        | its objective is to reduce crime       | An objective says nothing specific                | states the objective of this case |
        | its objective is measured by progress  | An objective has no measure that counts or tells. | states the objective of this case |
        | its objective is owned by all partners | An objective belongs to nobody in particular.     | states the objective of this case |
        | its objective is to eradicate robbery  | An objective promises all or nothing              | states the objective of this case |
        | its objective has no day               | An objective has no day by which it is due.       | states the objective of this case |

  Rule: A tactic in the plan can be used as things stand

    Example: A tactic in the plan can be used as things stand
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                                    | finding                                                         | mend                                      |
        | a day of action is chosen and the Hold plan fell through | The plan holds a tactic that a guardrail blocks                 | finds that the Hold plan stands after all |
        | the cash turned out to be lawful                         | The plan holds a tactic that the facts rule out.                | gives the seizure up                      |
        | it holds an offence that has not begun                   | The plan holds a tactic that rests on law which is not in force | gives the offence up                      |
        | it holds tobacco law that nobody checked                 | The plan holds a tactic that rests on law nobody has checked    | gives the tobacco visit up                |
        | people turn out to depend on the supply                  | Something is wanted beside an intervention                      | rejects help for users, and says why      |
        | a guardrail was overridden, reason to be confirmed       | A guardrail was overridden, and no reason says why              | overrides the guardrail with a reason     |
        | the page was taken back and nothing decided since        | A tactic was considered, and is neither chosen nor rejected.    | rejects the page, and says why            |

  Rule: A decision rests on facts that are fresh and firm, and gaps are asked for

    Example: A decision rests on facts that are fresh and firm, and gaps are asked for
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                           | finding                                                       | mend                            |
        | the cash was found eighteen months ago          | An intervention rests on a fact that is more than a year old. | learns that cash is still there |
        | an account to be frozen is hearsay              | An intervention rests on a fact that is graded too weak       | has the account confirmed       |
        | nobody asks what is in the account to be frozen | An intervention waits for something not known                 | asks what is in the account     |

  Rule: People and places come to no harm by the plan

    Example: People and places come to no harm by the plan
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                        | finding                                                                                 | mend                               |
        | nothing is left to hold the street           | A leader is to be removed or a large stock seized                                       | adds wardens who hold the street   |
        | Hold was taken back after Clear was ready    | Clear is said to be ready or entered before Hold and Build are ready.                   | records that Hold is ready         |
        | all that holds the street is a poster        | A leader is to be removed or a large stock seized                                       | adds wardens who hold the street   |
        | nobody knows what the SIO said               | Something visible is planned, and the SIO was not consulted, or nothing says so.        | records that the SIO was consulted |
        | the SIO was not consulted                    | Something visible is planned, and the SIO was not consulted, or nothing says so.        | records that the SIO was consulted |
        | every safeguard for Sam was given up         | Children or vulnerable people are at risk, and nothing in the plan keeps them safe.     | adds a strategy meeting for Sam    |
        | all there is for Sam is a benefit check      | Children or vulnerable people are at risk, and nothing in the plan keeps them safe.     | adds a strategy meeting for Sam    |
        | nothing works from the street that is harmed | Harm is rooted in a place, and nothing in the plan works from the place.                | records why it is not place-based  |
        | the basis for sharing was taken back         | No lawful basis is recorded for sharing with an agency that is told, leads or is asked. | records the basis for sharing      |
        | probation leads too and may be told nothing  | No lawful basis is recorded for sharing with an agency that is told, leads or is asked. | decides to share with probation    |
        | no financial investigator is known of        | Nothing shows that a financial investigator was considered.                             | names a financial investigator     |

  Rule: What is done afterwards is on the record too

    Example: What is done afterwards is on the record too
      Given a stored plan that lacks nothing, but <amiss>
      When it is reviewed
      Then the reviewer finds only "<finding>"
      When the officer <mend>
      And it is reviewed
      Then the reviewer finds nothing

      Examples:
        | amiss                                    | finding                                                             | mend                                                |
        | it was changed after it was signed off   | The plan was changed after it was signed off                        | has it signed off again                             |
        | a disruption waits to be moderated       | A disruption has not been moderated by anybody else.                | has the disruption moderated                        |
        | a disruption has no reason for its level | A disruption is recorded, and no reason says why it has that level. | gives the disruption a reason, and has it moderated |
        | its tier is 1 and a month has passed     | The review of the plan is overdue for its tier.                     | holds the review                                    |
        | the case was closed without a debrief    | The case is closed, and no debrief is recorded.                     | holds the debrief                                   |

  Rule: Nothing is found where all is well

    Example: Every decision has its own reason
      Given a stored plan that lacks nothing
      When it is reviewed
      Then the reviewer finds nothing
