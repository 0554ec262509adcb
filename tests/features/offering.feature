Feature: What fits the facts is offered, with the reasons
  The menu is long and the officer may be new. They should see what fits this group and why, what might fit once a question
  is answered, and what is out and why, so that they can choose and write down their reasons.

  Rule: What the known facts call for is offered, with the reasons and the reports behind them

    Example: Cash is found on a group that sells cocaine
      Given a group that sells cocaine
      And £4,200 in cash was found
      When tactics are recommended
      Then "Cash seizure, detention and forfeiture" fits
      And the reasons for it are
        | cash found: £4,200 |
      And every reason names the report it rests on and how it was graded

    Example: A van that carries the drugs has no insurance
      Given a group that sells cocaine
      And a van kept by its principal that has no insurance
      When tactics are recommended
      Then "Seize a vehicle driven without insurance or licence" fits
      And it is for use on "the van"

    Example: A duty stands above every choice
      Given a group that sells cocaine
      And £4,200 in cash was found
      And there is a real and immediate threat to a life
      When tactics are recommended
      Then "Threat-to-life warning and plan" fits
      And "Threat-to-life warning and plan" is listed above "Cash seizure, detention and forfeiture"

  Rule: What the known facts rule out is not offered, and the officer is told which fact rules it out

    Example: Nobody in the group has been convicted
      Given a principal of 25 or over who travels abroad
      And the principal has no conviction
      And everybody in the group is known
      When tactics are recommended
      Then "Tell another country about a member's convictions" is ruled out
      And what rules it out says "has a relevant conviction"
      And the report that the principal has no conviction is shown beside it

    Example: The same principal, once convicted
      Given a principal of 25 or over who travels abroad
      And the principal has been convicted
      And everybody in the group is known
      When tactics are recommended
      Then "Tell another country about a member's convictions" fits
      And it is for use on "the principal"

    Example: Too little cash for the law to bite
      Given a group that sells cocaine
      And £600 in cash was found
      When tactics are recommended
      Then "Cash seizure, detention and forfeiture" is ruled out
      And what rules it out says "cash found: £600"

  Rule: What is not known is asked, never passed over in silence

    Example: Nobody has asked whether the principal was convicted
      Given a principal of 25 or over who travels abroad
      And everybody in the group is known
      When tactics are recommended
      Then "Tell another country about a member's convictions" might fit
      And the officer is asked "the principal: Has this person been convicted of an offence linked to the group's crime?"

    Example: There may be members nobody has named yet
      Given a principal of 25 or over who travels abroad
      And the principal has no conviction
      But there may be others in the group
      When tactics are recommended
      Then "Tell another country about a member's convictions" might fit

    Example: A tactic that nothing speaks for yet is still counted
      Given a group of which nothing is known
      When tactics are recommended
      Then nothing fits yet but what belongs in every plan
      And every tactic that might fit comes with a question

  Rule: Two reports that contradict each other count as not known

    Example: One report says children are used and another says they are not
      Given a report that the group uses children, and another as good and as new that it does not
      When tactics are recommended
      Then "Child safeguarding referral" might fit
      And the officer is asked "Are children being drawn or forced into carrying, selling, storing, keeping watch or travelling for the group?"

    Example: A newer report settles it
      Given a report of a threat to a life, and a newer one that it is over
      When tactics are recommended
      Then "Threat-to-life warning and plan" is ruled out

  Rule: When the two engines disagree, nothing is shown

    Example: The engines differ about one tactic
      Given a group that sells cocaine
      And £4,200 in cash was found
      And the two engines differ about "Cash seizure, detention and forfeiture"
      When tactics are asked for
      Then no tactic is shown
      And the officer is told that they differ about "Cash seizure, detention and forfeiture"
      And a report is kept for the maintainer
