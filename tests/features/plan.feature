Feature: A draft to argue with, and a review that finds what is missing
  The draft is a first 4P plan worked out from the facts. The officer settles every line. A reviewer should find at once which P
  is empty and why, and whether the plan leans too far to Pursue.

  Rule: A draft plan holds proposals only, and the officer settles each

    Example: A draft for a group that sells cocaine
      Given a group that sells cocaine
      And £4,200 in cash was found
      When a plan is drafted
      Then every line of the draft is left for the officer to select, reject, defer or replace
      And nothing in the draft says that a decision was made
      And every tactic that is ruled out stands under what was considered, with what rules it out

    Example: Where too little fits, what might fit is marked as such
      Given a group that sells cocaine
      When a plan is drafted
      Then each P holds a proposal
      And every proposal that only might fit is marked so, with what to find out first

  Rule: A draft plan holds every duty

    Example: A threat to life, a child used and an adult used
      Given a group that sells cocaine
      And there is a real and immediate threat to a life
      And the group uses children
      And an adult in need of care whom the group exploits
      When a plan is drafted
      Then the draft proposes "Threat-to-life warning and plan"
      And the draft proposes "Child safeguarding referral"
      And the draft proposes "Modern slavery referral and duty to notify"
      And the draft proposes "Adult safeguarding enquiry"
      And each duty is due within a day

    Example: A duty that may be owed
      Given a home where drugs are sold and neighbours suffer
      When a plan is drafted
      Then the draft proposes "Child safeguarding referral"
      And it is marked as possible, with what to find out first

  Rule: The review date follows the tier

    Example: The date of the next review
      Given a group at <tier>
      And the plan is drafted on 13 July 2026
      When a plan is drafted
      Then it is to be reviewed by <date>

      Examples:
        | tier                    | date            |
        | tier 1                  | 13 August 2026  |
        | tier 2                  | 13 October 2026 |
        | tier 3                  | 13 October 2026 |
        | tier 4                  | 13 January 2027 |
        | a tier nobody has noted | 13 August 2026  |

  Rule: A P left empty needs a reason

    Example: One P is empty and nobody says why
      Given a plan with something in every P but <P>
      When the plan is reviewed
      Then the reviewer finds the error "<P> is empty and no reason is recorded"
      And the reviewer finds the error "Nobody is named to lead <P>."

      Examples:
        | P       |
        | Pursue  |
        | Prevent |
        | Protect |
        | Prepare |

    Example: The reason is on the record
      Given a plan with something in every P but Prevent
      And the reason for leaving Prevent undeveloped is on the record
      When the plan is reviewed
      Then the reviewer finds nothing

    Example: A reason of blanks is no reason
      Given a plan with something in every P but Prevent
      And the reason given for leaving Prevent undeveloped is blank
      When the plan is reviewed
      Then the reviewer finds the error "Prevent is empty and no reason is recorded"

    Example: No plan is written yet
      Given a group that sells cocaine
      When the plan is reviewed
      Then the reviewer finds every P empty and without a lead

  Rule: Every P that is not left out on purpose has a lead

    Example: Nobody leads Protect
      Given a plan with something in every P
      But nobody is named to lead Protect
      When the plan is reviewed
      Then the reviewer finds only the error "Nobody is named to lead Protect."

  Rule: A plan that is mostly Pursue is found

    Example: Seven of ten interventions are Pursue
      Given a plan with 7 Pursue interventions and 1 in each other P
      When the plan is reviewed
      Then the reviewer finds only the warning "More than 60 per cent of the plan is Pursue."

    Example: Six of ten is not too many
      Given a plan with 6 Pursue interventions, 2 for Prevent and 1 in each other P
      When the plan is reviewed
      Then the reviewer finds nothing
