Feature: Those whom the group exploits are safeguarded, and those who exploit them are pursued
  A boy who carries drugs under threat is a victim first. Nothing on the list may point at him; what points at the adults who
  use him stays.

  Rule: An exploited child is safeguarded, never pursued

    Example: A runner of fifteen who takes part in gang drug dealing
      Given a street gang that deals in drugs
      And an adult principal who takes part in it
      And a runner of 15 who takes part in it and is exploited
      When tactics are recommended
      Then "Child safeguarding referral" fits
      And "Modern slavery referral and duty to notify" fits
      And "Injunction against gang violence or gang drug dealing" is for use on "the principal"
      And no Pursue tactic is for use on "the runner"

    Example: Nobody has asked whether the runner of fifteen is exploited
      Given a street gang that deals in drugs
      And an adult principal who takes part in it
      And a runner of 15 who takes part in it
      When tactics are recommended
      Then "Injunction against gang violence or gang drug dealing" is for use on "the principal"
      And no Pursue tactic is settled for use on "the runner"

    Example: The runner of fifteen is known not to be exploited
      Given a street gang that deals in drugs
      And a runner of 15 who takes part in it and is not exploited
      When tactics are recommended
      Then "Injunction against gang violence or gang drug dealing" is for use on "the runner"

  Rule: An exploited adult is safeguarded, never pursued

    Example: A grown-up runner who works off a debt
      Given a street gang that deals in drugs
      And an adult principal who takes part in it
      And an adult runner who takes part in it and is exploited
      When tactics are recommended
      Then "Modern slavery referral and duty to notify" fits
      And "Injunction against gang violence or gang drug dealing" is for use on "the principal"
      And no Pursue tactic is for use on "the runner"

    Example: One weak report that the runner is exploited is enough to stop it
      Given a street gang that deals in drugs
      And an adult runner who takes part in it and, by one weak report, is exploited
      When tactics are recommended
      Then no Pursue tactic is for use on "the runner"

    Example: A later weak report that the runner is not exploited does not lift it
      Given a street gang that deals in drugs
      And an adult runner who takes part in it and is exploited
      And a later weak report that the runner is not exploited
      When tactics are recommended
      Then no Pursue tactic is settled for use on "the runner"

    Example: Two good reports on the runner contradict each other
      Given a street gang that deals in drugs
      And an adult runner who takes part in it
      And one report that the runner is exploited, and another as good and as new that the runner is not
      When tactics are recommended
      Then no Pursue tactic is settled for use on "the runner"

  Rule: Where children are exploited, they are referred before enforcement

    Example: Enforcement beside children who are used
      Given a group that sells cocaine
      And the group uses children
      And a van kept by its principal that has no insurance
      When tactics are recommended
      Then "Seize a vehicle driven without insurance or licence" fits
      But first "Refer them and have a safety plan agreed with children's services before enforcement."
      And "Child safeguarding referral" must stand beside it
