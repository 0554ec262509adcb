Feature: Meetings at which plans are answered for, and what is learned afterwards
  Those who lead report to the force's meeting and are held to account for their plans. Partners meet at a panel, each with its own
  tasks. Each takes away what it needs and may be told, and no more; what was agreed comes back until it is done; what was learned
  reaches those who keep the menu, and nobody's name with it.

  Rule: What was agreed comes back at every meeting until it is done

    Example: An action nobody has done
      Given a training case called "The Oak family"
      And Housing agreed at the panel to "Send the list of empty homes" by 1 August 2026
      When the pack for the panel is made on 14 July 2026
      And the pack for the panel is made on 14 September 2026
      Then the pack says that "Send the list of empty homes" is carried over, 44 days late

    Example: An action that was done is told once more, and then no longer
      Given a training case called "The Oak family"
      And Housing agreed at the panel to "Send the list of empty homes" by 1 August 2026
      And the pack for the panel was made on 14 July 2026
      When Housing has done it
      Then the next pack says that "Send the list of empty homes" is over
      And the pack after that says nothing of "Send the list of empty homes"

    Example: What becomes of an action leaves a signed plan signed
      Given a training case called "The Oak family"
      And Housing agreed at the panel to "Send the list of empty homes" by 1 August 2026
      And the plan is signed off
      When Housing has not done it
      Then the plan is still signed off

  Rule: An agency takes away its own part, and no more than it may be told

    Example: Nobody has decided to share
      Given a training case called "The Oak family"
      And the council is to seek a closure order on "12 Mill Lane"
      When the pack for the panel is made on 14 July 2026
      Then the part of the Council holds "Closure notice and order for premises"
      And the part of the Council says nothing of "Mill Lane"
      And the part of the Council says nothing of "Oak"
      And the chair is told why

    Example: It was decided, with its lawful basis
      Given a training case called "The Oak family"
      And the council is to seek a closure order on "12 Mill Lane"
      And it was decided to share with the council
      When the pack for the panel is made on 14 July 2026
      Then the part of the Council holds "12 Mill Lane"
      And the part of the Council says nothing of "Ann Vale"

    Example: It was decided not to share
      Given a training case called "The Oak family"
      And the council is to seek a closure order on "12 Mill Lane"
      And it was decided not to share with the council
      When the pack for the panel is made on 14 July 2026
      Then the part of the Council says nothing of "Mill Lane"

    Example: Words of our own that would tell
      Given a training case called "The Oak family"
      And Housing agreed at the panel to "<words>" by 1 August 2026
      When the pack for the panel is made on 14 July 2026
      Then the part of Housing says nothing of "<told>"
      And the part of Housing holds "Ask the chair"
      And the chair is told that "<told>" would tell

      Examples:
        | words                             | told       |
        | Ask Ann Vale for the keys         | Ann Vale   |
        | Ask vale for the keys             | vale       |
        | Fit new locks at 12 Mill Lane     | 12 Mill Lane |
        | See what the gang does next       | gang       |

    Example: A child of whom nobody knows whether he is used
      Given a training case called "The Oak family"
      And it was decided to share with the council
      And the council agreed at the panel to "Find a club for Ben" by 1 August 2026
      When the pack for the panel is made on 14 July 2026
      Then the part of the Council says nothing of "Ben"

  Rule: What was learned reaches the menu without the case it came from

    Example: A note for an adviser
      Given a training case called "The Oak family"
      And the council is to seek a closure order on "12 Mill Lane"
      When it is learned of the closure order that "A locksmith should stand by"
      Then the note for the adviser says "A locksmith should stand by"
      And the note for the adviser says "unchecked"
      And the note for the adviser says nothing of "Mill Lane"

    Example: Words that would tell whose case it was
      Given a training case called "The Oak family"
      And the council is to seek a closure order on "12 Mill Lane"
      When it is learned of the closure order that "Take Ann Vale out of the flat first"
      Then no note is written, because "'Ann Vale'" would tell
