#include "edgegap/messages/answer_reader.hpp"

namespace gamekeeper::edgegap {

std::string answer_reader::required_text(std::string_view key) const {
  const auto known = problems_->size();
  if (auto found = from_.text(key)) return std::move(*found);
  faults_->push_back(problems_->size() > known ? problems_->back() : from_.pointer_to(key) + ": is missing");
  return "";
}

std::optional<base::wall_time> answer_reader::time(std::string_view key) const {
  const auto written = from_.text(key);
  if (!written || written->empty()) return std::nullopt;
  const auto when = parse_timestamp(*written);
  if (!when) from_.problem(key, "expected YYYY-MM-DD HH:MM:SS or YYYY-MM-DDTHH:MM:SSZ");
  return when;
}

std::optional<std::int64_t> answer_reader::integer_within(std::string_view key, std::int64_t least,
                                                          std::int64_t most) const {
  const auto value = from_.integer(key);
  if (!value || (*value >= least && *value <= most)) return value;
  from_.problem(key, "expected " + std::to_string(least) + " to " + std::to_string(most) + ", found " +
                         std::to_string(*value));
  return std::nullopt;
}

std::optional<std::uint16_t> answer_reader::port(std::string_view key) const {
  // The specification allows 0, which means that there is none.
  const auto value = integer_within(key, 0, 65'535);
  return value ? port_number(*value) : std::nullopt;
}

std::optional<answer_reader> answer_reader::object(std::string_view key) const {
  auto inner = from_.object(key);
  if (!inner) return std::nullopt;
  return answer_reader(std::move(*inner), *problems_, *faults_);
}

std::vector<answer_reader> answer_reader::objects(std::string_view key, std::size_t most) const {
  std::vector<answer_reader> all;
  auto found = from_.objects(key);
  if (found.size() > most) {
    from_.problem(
        key, "only the first " + std::to_string(most) + " of " + std::to_string(found.size()) + " are taken");
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(most), found.end());
  }
  all.reserve(found.size());
  for (auto& each : found) all.emplace_back(std::move(each), *problems_, *faults_);
  return all;
}

base::result<boost::json::value> parse_answer(std::string_view text, std::string_view what) {
  auto parsed = base::parse_json(text);
  if (!parsed || parsed->is_object()) return parsed;
  return base::error(base::errc::malformed, "not " + std::string(what) + ": expected an object, found " +
                                                std::string(base::kind_of(*parsed)));
}

base::error unusable_answer(std::string_view what, const std::vector<std::string>& faults) {
  std::string message = "not " + std::string(what) + ": " + faults.front();
  if (faults.size() > 1) message += ", and " + std::to_string(faults.size() - 1) + " more like it";
  return base::error(base::errc::malformed, std::move(message));
}

}  // namespace gamekeeper::edgegap
