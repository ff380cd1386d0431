#include "gamekeeper/doctor/build_recipe.hpp"

#include "process/proc_file.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <vector>

namespace gamekeeper::doctor {

namespace {

std::string in_capitals(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char each) { return std::toupper(each); });
  return out;
}

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  std::vector<std::string_view> words;
  for (auto at = line.find_first_not_of(blanks); at != std::string_view::npos;) {
    const auto end = std::min(line.find_first_of(blanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(blanks, end);
  }
  return words;
}

using signals_of_stages = std::map<std::string, std::optional<std::string>>;

// FROM [--platform=...] IMAGE [AS NAME]: what the stage begins with, and the name that it is remembered by.
std::optional<std::string> begin_stage(std::vector<std::string_view> words, const signals_of_stages& stages,
                                       std::string& name) {
  std::erase_if(words, [](std::string_view word) { return word.starts_with("--"); });
  name = words.size() > 3 && in_capitals(words[2]) == "AS" ? in_capitals(words[3]) : "";
  const auto base = words.size() > 1 ? stages.find(in_capitals(words[1])) : stages.end();
  return base == stages.end() ? std::nullopt : base->second;
}

}  // namespace

std::optional<std::string> stop_signal_of(std::string_view recipe) {
  signals_of_stages stages;
  std::string stage;
  std::optional<std::string> signal;
  bool continued = false;  // the line belongs to the instruction of the one before it
  while (!recipe.empty()) {
    const auto words = words_of(process::take_until(recipe, '\n'));
    const bool begins = !continued;
    if (words.empty() || words[0].starts_with('#')) continue;
    continued = words.back().ends_with('\\');
    const auto instruction = begins ? in_capitals(words[0]) : std::string();
    if (instruction == "FROM") signal = begin_stage(words, stages, stage);
    if (instruction == "STOPSIGNAL" && words.size() == 2) signal = words[1];
    stages[stage] = signal;
  }
  return signal;
}

}  // namespace gamekeeper::doctor
