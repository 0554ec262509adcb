Feature: Log a disruption as it happens, and have somebody else judge it
  The guidance asks for a running log of what each intervention did to the group, kept as it happens. The officer who leads proposes
  how great the impact was and says why; somebody else moderates it. Both levels stay, and nobody works one out by counting.

  Rule: A disruption is logged in ten seconds, and the rest can wait

    Example: Two vans on a Friday night
      Given a live case led by DI Green
      When DI Green logs under Pursue, as moderate, "Two vans were seized" because "Half of the delivery stock is gone"
      Then the log holds "Two vans were seized" under Pursue, proposed moderate, not moderated yet
      And the log says that its activity, evidence and national reference are still to be told

    Example: On Monday the rest is known
      Given a live case led by DI Green
      And DI Green logged under Pursue, as moderate, "Two vans were seized"
      When DI Green tells more of it
        | activity    | Stopped on the slip road under a warrant |
        | effect      | No deliveries for a week                 |
        | replaceable | Within a month, by hire                  |
        | lasts       | Four weeks                               |
        | source      | Exhibits EX1 and EX2                     |
        | agency      | Roads policing                           |
      Then the log tells its evidence: "Exhibits EX1 and EX2"
      And the log says that its national reference is still to be told
      And the log holds "Two vans were seized" under Pursue, proposed moderate, not moderated yet

    Example: What the plan says already is not asked again
      Given a live case led by DI Green
      And an intervention of the plan for the objective "Fewer deliveries by October"
      When DI Green logs what came of it, under Pursue, as minor: "One van was seized"
      Then the log tells its objective: "Fewer deliveries by October"

    Example: Nothing came of it, or it made things worse
      Given a live case led by DI Green
      When DI Green logs under Prevent, as <level>, "A talk at the school" because "Nobody came, and two pupils were seen at the flat"
      Then the log holds "A talk at the school" under Prevent, proposed <level>, not moderated yet

      Examples:
        | level    |
        | none     |
        | negative |

    Example: A level without a reason
      Given a live case led by DI Green
      When DI Green logs under Pursue, as major, "Two vans were seized" because "n/a"
      Then it is refused: "stands in the place of a reason"

  Rule: Somebody else moderates, with a reason, and both levels stay

    Example: The meeting sees it otherwise
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      When Supt Hall moderates it as minor because "The vans were hired again within three days"
      Then the log holds "Two vans were seized" under Pursue, proposed major, moderated minor
      And both reasons can be read: "Half of the delivery stock is gone" and "The vans were hired again within three days"
      And Pursue counts 1 minor

    Example: Nobody moderates their own
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      When DI Green moderates it as major because "It was a great success for all of us"
      Then it is refused: "a disruption is moderated by somebody else"

    Example: Nor what they decided while another wrote it down
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized", as decided by Supt Hall
      When Supt Hall moderates it as major because "It was a great success for all of us"
      Then it is refused: "a disruption is moderated by somebody else"

    Example: Ten small ones make no great one
      Given a live case led by DI Green
      And DI Green logged ten minor disruptions under Pursue
      Then Pursue counts 10 minor

    Example: The reference comes after the meeting
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      And Supt Hall moderated it as minor
      When DI Green tells more of it
        | reference | N-1234 |
      Then the log holds "Two vans were seized" under Pursue, proposed major, moderated minor
      And nothing bearing on the level was told since

    Example: The account changes after the meeting
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      And Supt Hall moderated it as minor
      When DI Green tells more of it
        | effect | The supplier has left the county |
      Then the log says that more was told since it was moderated

    Example: The event itself is put right
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      And Supt Hall moderated it as minor
      When DI Green puts it right: under Protect, as minor, "One van was seized"
      Then the log holds "One van was seized" under Protect, proposed minor, not moderated yet

    Example: The moderator's level is taken back by nobody else, and stays in sight when the event is put right
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      And Supt Hall moderated it as minor
      When DI Green takes the moderation back
      Then it is refused: "is taken back by nobody else"
      When DI Green puts it right: under Pursue, as major, "Two large vans were seized"
      Then the log holds "Two large vans were seized" under Pursue, proposed major, not moderated yet
      And the log tells that it was moderated minor by Supt Hall before

    Example: Nor does anybody moderate what they told of it themselves
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      When Supt Hall tells of its effect
      And Supt Hall moderates it as major because "The effect as I recorded it is a great one"
      Then it is refused: "a disruption is moderated by somebody else"

    Example: Nothing is moderated before it was proposed
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      When Supt Hall moderates it as minor, as of the year before
      Then it is refused: "Give the day it was moderated"

  Rule: What is asked and what a level means is there to read, and is the force's to word

    Example: The guidance's questions for each P
      Given a live case led by DI Green
      Then under Pursue the officer is asked "Were they arrested or remanded, or are they free to carry on?"
      And under Prevent the officer is asked "Which ways out of crime did the community open, and who took them?"
      And each question names its source

    Example: No published definition was found
      Given a live case led by DI Green
      Then every level has a wording, marked unchecked

    Example: The force has its own
      Given a live case led by DI Green
      And the force words the level major as "The group has stopped for three months or more"
      Then the level major means "The group has stopped for three months or more", as checked

  Rule: The meeting gets a paper with both levels

    Example: As a document and as plain values
      Given a live case led by DI Green
      And DI Green logged under Pursue, as major, "Two vans were seized"
      When DI Green hands the disruptions over to the moderation meeting as <form>
      Then the file holds "Two vans were seized", "Half of the delivery stock is gone" and "not moderated yet"
      And the record notes that the disruptions went to "the moderation meeting"

      Examples:
        | form |
        | md   |
        | docx |
