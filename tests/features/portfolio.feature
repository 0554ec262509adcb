Feature: Every case at once
  The scrutiny meeting sees in minutes which plan is empty where, what is overdue, whose turn it is, and what a change touches.

  Rule: What needs a look comes first

    Example: A case whose review is overdue stands above one that is in order
      Given the well-kept case "oak"
      And the case "elm" of tier 2, opened on 3 March 2026 and never reviewed
      When the board is drawn up
      Then "elm" stands first, 40 days late
      And 1 review is overdue

    Example: A P left empty without a reason is counted, one with a reason is not
      Given the case "elm", in which nothing is planned for Prevent and nobody says why
      And the case "ash", in which nothing is planned for Prevent because the youth team says that no child is near
      When the board is drawn up
      Then only "elm" has an empty P without a reason

  Rule: A change in the menu names the plans it touches

    Example: A tactic taken out of the menu
      Given the well-kept case "oak"
      And the case "elm", which never chose cash seizure
      When cash seizure is taken out of the menu
      And the board is drawn up
      Then only the plan of "oak" is touched, by cash seizure

  Rule: Harm at one place in several cases is seen as one

    Example: Two groups on one street
      Given the case "oak", in which harm is deep-rooted on Market Street
      And the case "elm", in which harm is deep-rooted on Market Street
      When the board is drawn up
      Then Clear, Hold, Build is put forward for Market Street, for harm in 2 cases

  Rule: What cannot be read hides nothing

    Example: A record that is not what was written
      Given the well-kept case "oak"
      And the case "elm", whose record was changed behind our back
      When the board is drawn up
      Then "elm" is one row that says why it cannot be read
      And "oak" is shown as ever
