Feature: A reviewer works on a plan, and its author answers
  A plan is only as good as whoever else has read it. A reviewer says what is wanted, on a finding or on a decision, accepts what can
  stand with a reason, or returns the plan; the author answers; and all of it is on the record for whoever asks years later.

  Background:
    Given a live case with a plan by DI Green that nobody leads for Pursue

  Rule: A plan with an error is signed off by nobody, unless a reviewer accepted it with a reason

    Example: The error is named with the way to put it right
      When Supt Hall signs the plan off
      Then it is refused, because it "Nobody is named to lead Pursue"
      And it says how that is put right: "Name who leads Pursue"
      And the plan is not signed off

    Example: It was put right
      Given DI Green has named who leads Pursue
      When Supt Hall signs the plan off
      Then the plan is signed off by Supt Hall

    Example: It was accepted as it stands
      Given Supt Hall has accepted "no-lead-pursue" because "The regional unit leads Pursue until March"
      When Supt Hall signs the plan off
      Then the plan is signed off by Supt Hall

    Example: Some findings are for nobody to accept
      Given DI Green has taken the Lead Responsible Officer off
      When Supt Hall accepts "no-lro" because "The regional unit leads the case until March"
      Then it is refused, because it "is not for anybody to accept"

    Example: An acceptance covers what was seen, and is asked again when more is found
      Given Supt Hall has accepted "no-owner" because "The council names its officer in March"
      When the plan is reviewed
      Then the finding "no-owner" is accepted by Supt Hall
      When DI Green adopts another intervention without an owner
      And the plan is reviewed
      Then the finding "no-owner" is accepted by nobody

    Example: An acceptance is of the plan as it was seen
      Given Supt Hall has accepted "no-lead-pursue" because "The regional unit leads Pursue until March"
      And DI Green has named who leads Pursue
      And DI Green has taken that back
      When the plan is reviewed
      Then the finding "no-lead-pursue" is accepted by nobody

    Example: What was accepted of one decision is not accepted of the one that took its place
      Given Supt Hall has accepted "no-due-date" because "The harbour team gives its days in March"
      When DI Green adopts the intervention anew, with its owner
      And the plan is reviewed
      Then the finding "no-due-date" is accepted by nobody

    Example: Without its acceptance the plan is signed off no more
      Given Supt Hall has accepted "no-lead-pursue" because "The regional unit leads Pursue until March"
      And Supt Hall has signed the plan off
      When Supt Hall takes the acceptance back
      Then the plan is not signed off

    Example: What is accepted is spelt as it is known
      Given Supt Hall has accepted "No lead pursue" because "The regional unit leads Pursue until March"
      When the plan is reviewed
      Then the finding "no-lead-pursue" is accepted by Supt Hall
      When Supt Hall accepts "no-lead-persue" because "The regional unit leads Pursue until March"
      Then it is refused, because it "is neither a rule of the review nor a clash of the calendar"

    Example: Nobody signs in another's name
      Given DI Green has named who leads Pursue
      When Supt Hall signs the plan off as decided by DI Green
      Then it is refused, because it "a sign-off is the approver's own"

  Rule: What is said of a plan is said by somebody else

    Example: The author neither accepts nor returns
      When DI Green <does>
      Then it is refused, because it "wrote or decided part of this plan"

      Examples:
        | does                                                                          |
        | accepts "no-lead-pursue" because "The regional unit leads Pursue until March" |
        | comments on the finding "no-lead-pursue" that "Khan could lead it"            |
        | returns the plan because "The panel wants more on Prevent"                    |

    Example: Nor does anybody in the author's name
      When Supt Hall accepts "no-lead-pursue" as decided by DI Green
      Then it is refused, because it "wrote or decided part of this plan"

    Example: One's own decision is changed, and not commented on
      When DI Green comments on the intervention that "The council could do with a date"
      Then it is refused, because it "is your own"

    Example: Whoever wrote one decision may comment on another's
      Given DS Khan has written the vision
      When DS Khan comments on the intervention that "The school asks for evenings too"
      Then the comment stands under the intervention

    Example: What a reviewer said is taken back by nobody else
      Given Supt Hall has returned the plan because "The panel wants a lead for Pursue"
      When DI Green takes the return back
      Then it is refused, because it "is taken back by nobody else"

    Example: A return is answered by those whose plan it is
      Given Supt Hall has returned the plan because "The panel wants a lead for Pursue"
      When DS Khan answers "It is all right now, as I see it"
      Then it is refused, because it "has no part in it"

    Example: What a reviewer said is put right by nobody else
      Given Supt Hall has commented on the intervention that "Who pays for it after March?"
      When DS Khan puts "All is well with this one" in the place of that comment
      Then it is refused, because it "is put right by nobody else"

  Rule: A comment stands where it belongs, with its answer

    Example: On a finding
      When Supt Hall comments on the finding "no-lead-pursue" that "DS Khan knows the accounts"
      And the plan is reviewed
      Then the comment "DS Khan knows the accounts" stands under the finding "no-lead-pursue"

    Example: On a decision that was decided anew since
      Given Supt Hall has commented on the intervention that "Who pays for it after March?"
      When DI Green adopts the intervention anew, with its owner
      Then the comment stands under the intervention

    Example: The author answers
      Given Supt Hall has commented on the intervention that "Who pays for it after March?"
      When DI Green answers "The council voted the money in May"
      Then the comment is answered by DI Green: "The council voted the money in May"

    Example: Nobody answers themselves
      Given Supt Hall has commented on the intervention that "Who pays for it after March?"
      When Supt Hall answers "The council, as it seems"
      Then it is refused, because it "is your own"

  Rule: A plan stands as returned until it is answered or signed off

    Example: It is returned
      Given Supt Hall has returned the plan because "The panel wants a lead for Pursue"
      Then the plan stands as returned by Supt Hall
      And the review says so, in text and as JSON

    Example: It is answered
      Given Supt Hall has returned the plan because "The panel wants a lead for Pursue"
      When DI Green answers "DS Khan leads it from Monday on"
      Then the plan is not returned

    Example: It is signed off after all
      Given Supt Hall has returned the plan because "The panel wants a lead for Pursue"
      And DI Green has named who leads Pursue
      When Supt Hall signs the plan off
      Then the plan is not returned

    Example: A return ends no sign-off, as nothing in the plan has changed; both are shown
      Given DI Green has named who leads Pursue
      And Supt Hall has signed the plan off
      When Supt Hall returns the plan because "The council has withdrawn its money"
      Then the plan is signed off by Supt Hall
      And the plan stands as returned by Supt Hall

    Example: What a reviewer wrote makes them no author of the plan
      Given DI Green has named who leads Pursue
      And Supt Hall has returned the plan because "The panel wants a lead for Pursue"
      And Supt Hall has taken the return back
      When Supt Hall signs the plan off
      Then the plan is signed off by Supt Hall
