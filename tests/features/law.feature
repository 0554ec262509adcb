Feature: Only law that is in force, there and then, can be planned on
  Powers start, end and differ between England and Wales. A plan that rests on a power the officer does not have is worse than
  no plan.

  Rule: A power with no confirmed start is blocked, whatever the facts

    Example: A home has been taken over and the new offence has no start date
      Given a group that sells cocaine
      And a charge is possible
      And a home that the group has taken over from the person who lives there
      When tactics are recommended
      Then "Home takeover (cuckooing) offence (start date not confirmed)" is blocked
      And the officer is told "is a 2026 provision with no confirmed start"
      And "Welfare visits to homes taken over (cuckooing)" fits

  Rule: A power cannot be used before the day it starts

    Example: The day before accounts could be frozen
      Given a group that sells cocaine
      And £38,000 stands in an account thought to hold its money
      And the law is taken as it stood on 30 January 2018
      When tactics are recommended
      Then "Account freezing and forfeiture order" is blocked
      And the officer is told "Proceeds of Crime Act 2002, s.303Z1 is not in force until 31 January 2018"

    Example: The day it starts
      Given a group that sells cocaine
      And £38,000 stands in an account thought to hold its money
      And the law is taken as it stood on 31 January 2018
      When tactics are recommended
      Then "Account freezing and forfeiture order" fits

  Rule: When one power ends and another begins, the one of the day is named

    Example: Underpaid workers, around the change of April 2026
      Given a takeaway run by the principal that underpays its workers
      And the law is taken as it stood on <day>
      When tactics are recommended
      Then "Minimum wage enforcement" fits
      And it rests on "<power>"
      And it does not rest on "<other>"

      Examples:
        | day          | power                                | other                                |
        | 6 April 2026 | National Minimum Wage Act 1998, s.19 | Employment Rights Act 2025, s.103    |
        | 7 April 2026 | Employment Rights Act 2025, s.103    | National Minimum Wage Act 1998, s.19 |

  Rule: In Wales the Welsh law is used, and English law is not

    Example: A council tenant lets the home be used for crime
      Given the case is in <nation>
      And a council home where a member breaks the tenancy by crime
      When tactics are recommended
      Then "Possession of a council home used for crime" fits
      And it rests on "<law>"
      And it does not rest on "<other law>"

      Examples:
        | nation  | law                            | other law                      |
        | England | Housing Act 1985, s.84A        | Renting Homes (Wales) Act 2016 |
        | Wales   | Renting Homes (Wales) Act 2016 | Housing Act                    |

    Example: In Wales, before the Welsh law began
      Given the case is in Wales
      And a council home where a member breaks the tenancy by crime
      And the law is taken as it stood on 30 November 2022
      When tactics are recommended
      Then "Possession of a council home used for crime" is blocked
      And the officer is told "is not in force until 1 December 2022"

    Example: In Wales, a power of England that has no Welsh counterpart
      Given the case is in Wales
      And a member who trades in horses
      And horse passports have no law in Wales
      When tactics are recommended
      Then "Horse passport and microchip enforcement" is blocked
      And the officer is told "does not apply in Wales"

  Rule: Older law that nobody has checked is offered with a warning

    Example: A power not yet read against the statute
      Given a group that sells cocaine
      And £4,200 in cash was found
      And nobody has read the law behind seizing cash
      When tactics are recommended
      Then "Cash seizure, detention and forfeiture" fits
      But the officer is warned "The law behind this has not been checked against the statute."
