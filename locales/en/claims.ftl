error-claim-order-cancelled = Order { $number } is cancelled: there can be no claim on it.
error-claim-state = Claim { $number } has been decided already. Please look at it again: /claims.
error-claim-taken = { $by } is dealing with claim { $number } already.
error-claim-empty = Say what happened, or send a photo.
error-claim-sum-needed = Give the sum.
error-claim-sum-too-large = That is more than the order: { $most } ₽ at most.
error-claim-too-much = { $article }: so much was not shipped, or is claimed already. { $most } at most.
error-claim-without-lines = Tick the goods it is about.
error-message-empty = The message is empty.
error-too-many-files = Too many files: { $most } at most.
error-file-heic = Send a HEIC picture as a photo, not as a file.
error-period-too-long = The period is too long: { $days } days at most.

command-claim = a claim on an order
command-claims = my claims
order-claim = Claim
order-accept = Check delivery

claim-title = Claim
claim-which-order = On which order?
claim-order-hint = Press an order, or type its number.
claim-no-orders = Nothing was shipped in the last three months. Type the number of an order.
claim-no-order = Your company has no order { $number }. Please check the number.
claim-order = { $number } · { $day } · { $total }
claim-resume = Go on: order { $number }
claim-outdated = This claim was sent or dropped already. All your claims: /claims.
claim-on-order = Claim on order { $number }
claim-what-happened = What happened?
claim-kind-shortage = Shortage
claim-kind-defect = Defect
claim-kind-damage = Damage
claim-kind-mixup = Mix-up
claim-kind-papers = Papers
claim-kind-other = Other
claim-which-lines = { $kind }: tick the goods.
claim-column-shipped = Shipped
claim-column-claimed = Claimed
claim-nothing-left = claimed already
claim-lines-hint = A tick claims all that was shipped. If it is less, type { $number }: 2
claim-no-line = There is no line { $number } in this order.
claim-lines-unclear = Type the number of a line and a quantity, such as 3: 2
claim-next = { $count ->
    [one] Next: { $count } line
   *[other] Next: { $count } lines
}
claim-what-is-wanted = What do you want?
claim-wish-replace = Replacement
claim-wish-refund = Refund
claim-wish-discount = Discount
claim-wish-papers = The papers
claim-send-parts = Send photos, videos or documents, one by one or as an album, and write what happened. Then press “Done”.
claim-files-label = Files
claim-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
claim-words-label = What happened
claim-done = Done
claim-forget-parts = Remove files and words
claim-kind-label = Kind
claim-wish-label = Wanted
claim-summary-hint = Check it and send it. More photos and words may be added even now: just send them.
claim-send = Send the claim
claim-send-again = Check
claim-change-kind = Change the kind
claim-change-lines = Change the goods
claim-change-wanted = Change what is wanted
claim-change-parts = Photos and words
claim-drop = Drop the draft
claim-dropped = The draft of the claim was dropped.
claim-checking = I have the claim, but the warehouse does not answer just now. I will send it as soon as it does, and tell you the number.
claim-not-sent = The claim was not accepted.
claim-to-draft = To the draft

claim-number = Claim { $number }
claim-deadline = Decided by
claim-manager = Dealt with by
claim-nobody = a manager will take it soon
claim-order-label = Order
claim-decision = Decision
claim-rating = Your rating
claim-settled-replace = replacement
claim-settled-refund = refund
claim-settled-discount = discount
claim-settled-papers = papers
claim-settled-declined = declined
claim-lines-rest = { $count ->
    [one] { $count } more line
   *[other] { $count } more lines
}
claim-say-hint = To add something, reply to this message. Photos will do as well.
claim-say = Write
claim-say-ask = Write, or send a file: it goes into claim { $number }.
claim-said = Passed on: claim { $number }.
claim-disagree = I do not agree
claim-reopen-ask = What is wrong with the decision on claim { $number }? Tell us, and we will look at it again.
claim-open-order = Order { $number }
claim-rate-ask = Please rate how we did: this closes the claim.
claim-rated = Thank you for the rating!
claim-state-new = new
claim-state-taken = being dealt with
claim-state-asked = waits for your answer
claim-state-answered = the manager has your answer
claim-state-resolved = settled
claim-state-declined = declined
claim-state-closed = closed
claim-state-reopened = being looked at again
claim-told-taken = { $manager } is dealing with it.
claim-told-until = We will answer by { $moment }.
claim-told-closed = The claim is closed. If anything is left, please write to the manager.
claim-relayed = Claim { $number }, { $author }:
claim-outside = the manager
claim-taken-back = The message was deleted.
claim-edited = edited
claim-files-below = { $count ->
    [one] { $count } file below
   *[other] { $count } files below
}

claims-title = Claims
claims-mine = My claims
claims-none = There are no claims yet.
claims-column-made = Made
claims-column-what = About
claims-what = { $kind }, order { $order }
claim-begin = New claim

accept-title = Delivery of order { $number }
accept-ask = Tick what has come in full.
accept-column-come = Came
accept-come-bad = { $come }, { $bad } of them defective
accept-hint = If less has come, type { $number }: 8. If some are damaged: { $number }: 8 bad 2
accept-all = All has come
accept-done = { $count ->
    [0] Done
    [one] Done, { $count } line is missing
   *[other] Done, { $count } lines are missing
}
accept-thanks = Thank you! Everything is as it should be.
accept-nothing = There is nothing to check of order { $number }: it was not shipped yet, or was checked already.
accept-unclear = Type the number of a line and how many have come, such as 3: 8 or 3: 8 bad 2
accept-too-much = Line { $number }: only { $most } were shipped.
accept-missing = Missing — { $lines }
accept-bad = Damaged — { $lines }
