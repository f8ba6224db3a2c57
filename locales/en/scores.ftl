# How a delivery went: a mark from 0 to 10, and a word.
score-ask = Order No. { $number } has been delivered. How did it go?
score-scale = 0 is very badly, 10 is excellently.
score-thanks = Thank you! You rated order No. { $number } { $score } out of 10.
score-ask-what-was-wrong = We are sorry that not all was well. Tell us in one message what went wrong: your manager and the director will read it.
score-ask-word = Is there anything to add? Write it in one message.
score-skip = Skip
score-change = Change the rating
score-word-passed-on = Thank you, the manager and the director have it.
score-word-kept = Thank you, noted.
score-word-too-long = That is too long: please keep to { $count } characters.
