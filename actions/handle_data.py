"""Shows, mends, hands out and removes what is kept of a person, and joins their channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.action import CoachAction
from actions.desk import Desk
from actions.interviewing import pass_over_known
from actions.spoken_of import CORRECTING, FORGETTING
from actions.turn import Turn
from coach.advice.answer import Answer
from coach.person import data_reply, links
from coach.person.privacy import export_person, forget_person
from coach.reply import Reply
from coach.settings import Settings


class HandleData(CoachAction):
    """Does with a person's data what they ask for."""

    personal = True

    def name(self) -> str:
        """Its name in the domain."""
        return "action_handle_data"

    def reply(self, turn: Turn, desk: Desk) -> Answer | Reply:
        """What was done, or the question that must be answered before."""
        return _HANDLERS[turn.intent](turn, desk)


def forget(desk: Desk) -> Answer:
    """Remove the person and all that is kept of them; the rest of this turn starts anew."""
    forget_person(desk.people.session, desk.person.conversation)
    return Answer(data_reply.forgotten(), (), forgets=True)


def _show(_: Turn, desk: Desk) -> Reply:
    return data_reply.show_profile(desk.person, Settings.from_environment().retention_days)


def _correct(turn: Turn, desk: Desk) -> Answer:
    return Answer(data_reply.correct_profile(desk.person), turn.answered, turn.offered, spoke_of=CORRECTING)


def _export(_: Turn, desk: Desk) -> Reply:
    return data_reply.hand_out(desk.person, export_person(desk.people.session, desk.person.conversation))


def _forget(turn: Turn, desk: Desk) -> Answer:
    if turn.carried("sure"):
        return forget(desk)
    return Answer(data_reply.ask_to_forget(), turn.answered, turn.offered, spoke_of=FORGETTING)


def _link(turn: Turn, desk: Desk) -> Reply:
    code = links.find_code(turn.text)
    if code is None:
        return data_reply.code_made(links.make_code(desk.people, desk.person))
    before, joined = desk.person, links.redeem(desk.people, desk.person.conversation, code)
    if joined is None:
        return data_reply.wrong_code(too_many=links.ATTEMPTS.over(before.conversation))
    desk.person = joined
    pass_over_known(desk)
    return data_reply.linked(before, joined)


def _unlink(_: Turn, desk: Desk) -> Reply:
    was_linked = links.unlink(desk.people, desk.person.conversation)
    desk.person = desk.people.of_conversation(desk.person.conversation)
    return data_reply.unlinked(was_linked)


_HANDLERS: Mapping[str, Callable[[Turn, Desk], Answer | Reply]] = {
    "show_profile": _show,
    "correct_profile": _correct,
    "export_data": _export,
    "forget_me": _forget,
    "link_channel": _link,
    "unlink_channel": _unlink,
}
