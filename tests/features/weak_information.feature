Feature: Weak information is enough to protect somebody, never to pursue anybody
  One report from an untested source is enough to ask whether a child is safe. It is not enough to take a person's car, and an
  officer who reads the list has to see which is which.

  Rule: Weak information is enough for a duty, and is shown as weak

    Example: One weak report of a child used by the group
      Given a weak report that the group uses children
      When tactics are recommended
      Then "Child safeguarding referral" fits
      And it is shown as resting on weak information

    Example: A good report needs no such mark
      Given a good report that the group uses children
      When tactics are recommended
      Then "Child safeguarding referral" fits
      And it is not shown as resting on weak information

    Example: A report thought to be false counts for nothing
      Given a report thought to be false that the group uses children
      When tactics are recommended
      Then "Child safeguarding referral" might fit

  Rule: Weak information never makes a Pursue tactic fit

    Example: One weak report that the van has no insurance
      Given a weak report that the principal's van has no insurance
      When tactics are recommended
      Then "Seize a vehicle driven without insurance or licence" might fit
      And no Pursue tactic fits

    Example: A good report that the van has no insurance
      Given a good report that the principal's van has no insurance
      When tactics are recommended
      Then "Seize a vehicle driven without insurance or licence" fits

  Rule: A weak report that all is well ends no duty

    Example: Known to use children, and then one weak report that it does not
      Given a good report that the group uses children
      And a later weak report that it does not
      When tactics are recommended
      Then "Child safeguarding referral" fits

    Example: A known threat to a life, and then one weak report that it is over
      Given there is a real and immediate threat to a life
      And a later weak report that nobody is under threat
      When tactics are recommended
      Then "Threat-to-life warning and plan" fits

    Example: Nothing but a weak report that nobody is under threat
      Given a weak report that nobody is under threat
      When tactics are recommended
      Then "Threat-to-life warning and plan" might fit
