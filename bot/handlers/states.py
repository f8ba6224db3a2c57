"""Which text is being waited for."""

from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class Asking(StatesGroup):
    code = State()
    phone = State()
    inn = State()
    """Of the company that registers."""
    company_name = State()
    name = State()
    quantity = State()
    address = State()
    comment = State()
    cart_name = State()
    question = State()
    """To the manager."""
    request_answer = State()
    """Of the staff, to what a company asked."""
    edo = State()
    logo = State()
    """A picture, not a text."""
    invite_inn = State()
    """Of the company to which staff invites."""
    customer = State()
    """Which company a member of the staff looks for."""
    region = State()
    absence = State()
    """When a member of the staff is away."""
    broadcast = State()
    """What is to be sent to many: any message."""
    broadcast_button = State()
    broadcast_time = State()
    claim_question = State()
    """To the buyer, about a claim; and further what its settling asks for, step by step."""
    claim_refusal = State()
    claim_sum = State()
    claim_stage = State()
    claim_cause = State()
    claim_verdict = State()
    talk = State()
    """Whatever comes goes to the manager, or to the buyer who has written."""
    claim_order = State()
    """The number of the order that a claim is on."""
    claim_lines = State()
    """How much of each line is claimed."""
    accepted = State()
    """How much of each line has come."""
    claim_choice = State()
    """A press. Files go into the claim; text is what it always is."""
    claim_parts = State()
    """Photos, videos, documents and words for a claim."""
    claim_say = State()
    """Words about a claim that was made."""
    score_word = State()
    """After the mark of a delivery."""
    claim_reopen = State()
    """What is not right with a decision."""


async def wait_for(state: FSMContext, answer: State, update_key: str, **known: Any) -> None:
    """The next text is the `answer`; `known` is kept for whoever reads it.

    Call it after the question is shown. The update's key comes first and the state last, so that
    an update that is handled again after a death is known as the one that asked (`AnswerOnce`).
    """
    await state.set_data({**known, "by": update_key, "to": answer.state})
    await state.set_state(answer)


async def answered(state: FSMContext, update_key: str) -> None:
    """Nothing is waited for any more. Call it when what came of the answer is shown: an update that
    is handled again after it is known as the answer (`AnswerOnce`, `NoAnswer`)."""
    await state.set_data({"done": update_key})
    await state.set_state(None)
