#pragma once

#include "base/error.hpp"
#include "base/json.hpp"
#include "edgegap/messages/decoded_response.hpp"
#include "edgegap/messages/timestamp.hpp"
#include "edgegap/messages/types.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// One object of an answer, read as base::json_reader does, which also knows what has to be there. Everything
/// that it is made of outlives it.
class answer_reader {
 public:
  answer_reader(base::json_reader from, std::vector<std::string>& problems, std::vector<std::string>& faults)
      : from_(std::move(from)), problems_(&problems), faults_(&faults) {}

  const base::json_reader* operator->() const noexcept { return &from_; }
  const base::json_reader& operator*() const noexcept { return from_; }

  /// A member that has to be there. Its absence makes the whole answer unusable, and the error names its
  /// pointer.
  std::string required_text(std::string_view key) const;

  /// Members that may be absent.
  std::string text(std::string_view key) const { return from_.text(key).value_or(""); }
  std::optional<base::wall_time> time(std::string_view key) const;
  /// Absent, or out of its range: nothing, the latter with a problem.
  std::optional<std::int64_t> integer_within(std::string_view key, std::int64_t least,
                                             std::int64_t most) const;
  std::optional<std::uint16_t> port(std::string_view key) const;
  std::optional<answer_reader> object(std::string_view key) const;
  /// At most `most` of them; the others are a problem.
  std::vector<answer_reader> objects(std::string_view key, std::size_t most) const;

 private:
  base::json_reader from_;
  std::vector<std::string>* problems_;
  std::vector<std::string>* faults_;
};

/// The object that an answer has to be; `malformed` names what it was to be and what it is instead.
base::result<boost::json::value> parse_answer(std::string_view text, std::string_view what);
base::error unusable_answer(std::string_view what, const std::vector<std::string>& faults);

/// Parses `text`, which has to be `what` ("a deploy answer"), and has `read` make a T of it.
template <class T, class Read>
base::result<decoded_response<T>> decode_answer(std::string_view text, std::string_view what, Read read) {
  const auto parsed = parse_answer(text, what);
  if (!parsed) return parsed.error();
  decoded_response<T> answer;
  std::vector<std::string> faults;
  answer.value = read(answer_reader(base::json_reader(*parsed, answer.warnings), answer.warnings, faults));
  if (!faults.empty()) return unusable_answer(what, faults);
  keep_first(answer.warnings);
  return answer;
}

}  // namespace gamekeeper::edgegap
