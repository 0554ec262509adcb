Feature: Some things must come first, or stand beside
  A tactic can fit and still do harm if it is done alone. The list says what must come first and what must stand beside it.

  Rule: Overt action waits for a word with the SIO, whether or not anyone knows if one was had

    Example: The officer reads the same words each time
      Given a group that sells cocaine
      And a van kept by its principal that has no insurance
      And <state of things>
      When tactics are recommended
      Then "Seize a vehicle driven without insurance or licence" fits
      But first "Speak to the SIO before this is done."

      Examples:
        | state of things                                 |
        | the SIO has not been consulted                  |
        | the SIO is still to be consulted                |
        | nobody knows whether the SIO has been consulted |

    Example: Not known reads exactly as not consulted
      Given a group that sells cocaine
      And a van kept by its principal that has no insurance
      Then what must come first reads the same whether the SIO is known not to have been consulted or nobody knows

    Example: The SIO has been consulted
      Given a group that sells cocaine
      And a van kept by its principal that has no insurance
      And the SIO has been consulted
      When tactics are recommended
      Then "Seize a vehicle driven without insurance or licence" fits
      And the SIO is not mentioned

  Rule: Taking out a leader asks for a Hold beside it

    Example: Charging the principal and the supplier
      Given a group that sells cocaine
      And a principal and a supplier under investigation, with a charge possible
      When tactics are recommended
      Then "Criminal investigation and conspiracy charge" fits
      But first "Plan the Hold with it"
      And "Watch for displacement, rivals and retaliation" must stand beside it

    Example: The draft plan holds what must stand beside it
      Given a group that sells cocaine
      And a principal and a supplier under investigation, with a charge possible
      When a plan is drafted
      Then the draft proposes "Criminal investigation and conspiracy charge"
      And the draft proposes "Watch for displacement, rivals and retaliation"

    Example: Help for those who depend on the supply stands beside it too
      Given a group that sells cocaine
      And a principal and a supplier under investigation, with a charge possible
      And people depend on what the group sells
      When tactics are recommended
      Then "Criminal investigation and conspiracy charge" fits
      But first "Have treatment and overdose help ready before the supply is cut."

  Rule: Clear is not ready until Hold and Build are planned

    Example: A day of warrants with part of the plan missing
      Given a day of warrants is planned against a group that sells cocaine
      And <hold and build>
      When tactics are recommended
      Then "Strike day: planned arrests and warrants" is blocked
      And the officer is told "Clear is not ready."

      Examples:
        | hold and build                           |
        | there is a Build plan but no Hold plan   |
        | there is a Hold plan but no Build plan   |
        | there is neither a Hold nor a Build plan |

    Example: Hold and Build are both planned
      Given a day of warrants is planned against a group that sells cocaine
      And there is a Hold plan and a Build plan
      When tactics are recommended
      Then "Strike day: planned arrests and warrants" fits

    Example: Nobody has asked about Hold and Build
      Given a day of warrants is planned against a group that sells cocaine
      When tactics are recommended
      Then "Strike day: planned arrests and warrants" fits
      But first "Find out whether Hold and Build have been planned with partners."

  Rule: Closing a home asks first who lives there and whether they are vulnerable

    Example: A vulnerable person lives there
      Given a home where drugs are sold and neighbours suffer
      And whoever lives there is vulnerable
      When tactics are recommended
      Then "Closure notice and order for premises" fits
      But first, for "the home", "Have adult social care and housing check their needs"
      And "Adult safeguarding enquiry" must stand beside it

    Example: Nobody has asked who lives there
      Given a home where drugs are sold and neighbours suffer
      When tactics are recommended
      Then "Closure notice and order for premises" fits
      But first, for "the home", "Check who lives here and whether they are vulnerable or a victim of the group"

    Example: Whoever lives there is known not to be vulnerable
      Given a home where drugs are sold and neighbours suffer
      And whoever lives there is not vulnerable
      When tactics are recommended
      Then "Closure notice and order for premises" fits
      And nothing is asked about who lives at "the home"

  Rule: A tactic against money asks for a financial investigator

    Example: Cash to seize
      Given a group that sells cocaine
      And £4,200 in cash was found
      And <who advises on the money>
      When tactics are recommended
      Then "Cash seizure, detention and forfeiture" fits
      But first "<what comes first>"

      Examples:
        | who advises on the money                               | what comes first                                                |
        | no financial investigator is named                     | No financial investigator is named on this case. Get one        |
        | nobody knows whether a financial investigator is named | Find out whether a financial investigator is named on this case |

    Example: A financial investigator is named
      Given a group that sells cocaine
      And £4,200 in cash was found
      And a financial investigator is named
      When tactics are recommended
      Then "Cash seizure, detention and forfeiture" fits
      And no financial investigator is asked for
