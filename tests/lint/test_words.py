"""The words of the house: what was renamed to the field's word stays renamed, and names that say nothing become fewer."""
import re

import pytest
from source import code_of, cpp_files, read

# The word that has gone, and the one that stands for it.
RENAMED = {
    "ask_look": "recheck_platform", "climb": "run_ladder_step",
    "sign_of_life": "heartbeat", "foresee": "make_forecast", "tree_survived": "unkillable_processes",
    "stepper": "transition", "coming_end": "pending_end", "coming_ends": "pending_ends", "rehearse": "report_dry_run",
    "now_in": "phase", "steering": "control_of", "carry_out": "apply", "miss_the_platform": "report_silent_platform",
    "watch_the_unknown": "check_unknown_detectors", "settle_look": "complete_recheck",
    "can_do_without_platform": "may_skip_recheck", "hooks_get": "set_hook_environment",
    "fill_in": "expand_placeholders", "say_what_is_wrong": "log_start_warnings", "game_surroundings": "process_game_io",
    "take_step": "run_ladder_step", "poll_pace": "poll_scheduler", "early_clock": "wakeable_clock", "ring_by": "wake_by",
    "page_walker": "paginator", "deploy_once": "idempotent_deploy", "live_answer": "response_stream",
    "wake_up": "one_shot_event", "go_live": "start_stream", "message_source": "stream_source",
    "take_leave": "close_handshake", "last_words": "final_chunk", "line_pattern": "regex",
}
# Pronouns and participles that stood for nouns, and how many are left in the code: a number only falls.
FADING = {"what": 835, "told": 190, "said": 216, "given": 435, "seen": 996, "made": 370, "who": 100, "one": 1108}


def identifiers(text):
    return re.findall(r"\b[a-z_]\w*\b", code_of(text))


def old_words(text):
    return sorted(set(identifiers(text)) & set(RENAMED))


def counts(texts):
    found = dict.fromkeys(FADING, 0)
    for text in texts:
        for word in identifiers(text):
            if word.rstrip("_") in found:
                found[word.rstrip("_")] += 1
    return found


def test_an_old_word_is_found_in_code_alone():
    assert old_words("void climb(); // take_leave\nauto text = \"foresee\";") == ["climb"]


def test_the_words_of_the_field_stay():
    wrong = [f"{path}: {word} is {RENAMED[word]}" for path in cpp_files() for word in old_words(read(path))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("word", FADING)
def test_a_name_that_says_nothing_becomes_rarer(word):
    found = counts(read(path) for path in cpp_files())[word]
    assert found <= FADING[word], f"{word} stands {found} times, {FADING[word]} is what there was: a noun says more"
