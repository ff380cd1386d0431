#pragma once

#include "settings/agent_settings.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

struct value;

/// One way to give a setting on the command line.
struct flag_form {
  std::string name;          ///< "--signal-rewrite"
  std::string_view implied;  ///< what it says without a value, "on" or "off"; empty: a value has to follow
};

/// One row of the table. The key gives all names: `drain.kill_wait` is {"drain": {"kill_wait": …}} in the
/// file,
/// --drain-kill-wait on the command line and GAMEKEEPER_DRAIN_KILL_WAIT in the environment.
struct setting {
  enum class kind {
    boolean,   ///< on or off; in the file true or false; as a flag without a value
    choice,    ///< one of `words`
    duration,  ///< base::parse_duration, from `min` to `max` milliseconds
    integer,   ///< from `min` to `max`
    list,      ///< at most `max` texts: a flag for each, an array in the file, list_text.hpp in a variable
    path,      ///< absolute, at most `max` bytes
    text,      ///< from `min` to `max` bytes
    url,       ///< https, or http to loopback
  };

  std::string_view key;
  std::string_view default_text;
  kind what = kind::choice;
  std::span<const std::string_view> words;  ///< allowed beside what the kind allows; "" is a word too
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::string_view unit;  ///< of an integer: "percent"
  std::string_view help;  ///< one or two sentences
  void (*store)(agent_settings& into, const value& checked) = nullptr;
  /// A second, shorter flag: "--rewrite". Of a choice between on, off and more it is a switch: --x, --no-x.
  std::string_view alias = {};
  std::string_view form = {};  ///< how a text, or each of a list, is written: "SIGNAL=SIGNAL"
  /// What is wrong with a text, or with one of a list, apart from its length; null: nothing.
  std::optional<std::string> (*wrong)(std::string_view text) = nullptr;
  /// A text, or one of a list, as it may be shown, for a setting that can hold a secret (base/masked_text.hpp);
  /// null: no secret. What is wrong with such a text is said without quoting it.
  std::string (*masked)(std::string_view text) = nullptr;

  std::string_view group() const noexcept;  ///< "drain"
  std::string_view name() const noexcept;   ///< "kill_wait"
  std::string flag() const;                 ///< "--drain-kill-wait"
  std::string variable() const;             ///< "GAMEKEEPER_DRAIN_KILL_WAIT"
  std::vector<flag_form> flags() const;     ///< all of them, flag() first
  std::string placeholder() const;  ///< what follows the flag in the help: "DURATION", "auto|off|PATH"
  std::string allowed() const;      ///< "a duration from 1s to 1m"
};

/// All settings, those of a group together, in the order in which they are shown.
std::span<const setting> table() noexcept;

/// Null when there is none with that key.
const setting* find(std::string_view key) noexcept;

/// The row that a word of the command line is a flag of, and what the flag implies; without a row: of none.
struct found_flag {
  const setting* row = nullptr;
  std::string_view implied;  ///< as in flag_form
};
found_flag find_flag(std::string_view word);

/// Names that begin with GAMEKEEPER_ and are no settings: for the CLI, the file and the game.
std::span<const std::string_view> other_variables() noexcept;

/// ", did you mean 'WORD'?" for the known word nearest to an unknown one, else empty. A key is also found by
/// its last part alone.
std::string did_you_mean(std::string_view unknown, std::span<const std::string_view> known);

}  // namespace gamekeeper::settings
