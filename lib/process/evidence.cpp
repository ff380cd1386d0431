#include "process/evidence.hpp"

#include "base/limits.hpp"
#include "process/proc_file.hpp"
#include "process/process_tree.hpp"

#include <dirent.h>

#include <algorithm>
#include <memory>

namespace gamekeeper::process {

namespace {

namespace limits = base::limits;

struct close_folder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

/// The text without the newline at its end; empty when it cannot be read.
std::string text_of(const std::string& path) {
  auto text = read_text(path, limits::proc_file_bytes);
  if (!text) return "";
  while (text->ends_with('\n')) text->pop_back();
  return std::move(*text);
}

std::vector<std::string> threads_of(const std::string& process) {
  std::vector<std::string> ids;
  const std::unique_ptr<DIR, close_folder> folder(::opendir((process + "/task").c_str()));
  while (folder && ids.size() < limits::evidence_threads) {
    const dirent* entry = ::readdir(folder.get());
    if (!entry) break;
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9') ids.emplace_back(entry->d_name);
  }
  std::sort(ids.begin(), ids.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return ids;
}

void describe_thread(const std::string& thread, const std::string& id, std::string& into) {
  process_info info;
  const auto stat = text_of(thread + "/stat");
  if (!parse_stat_line(stat, info)) return;
  into.append("  thread ").append(id).append(" ").append(info.name).append(" ").append(1, info.state);
  // "0" is what the kernel says to those who may not know.
  if (const auto where = text_of(thread + "/wchan"); !where.empty() && where != "0")
    into.append(" in ").append(where);
  if (const auto call = text_of(thread + "/syscall"); !call.empty())
    into.append("; system call ").append(call);
  into.append("\n");
  const auto stack = text_of(thread + "/stack");
  for (std::string_view rest = stack; !rest.empty();)
    into.append("    ").append(take_until(rest, '\n')).append("\n");
}

}  // namespace

std::string collect_evidence(const std::vector<process_info>& tree, const std::string& proc) {
  std::string text;
  std::size_t threads = 0;
  for (const auto& each : tree) {
    const auto process = proc + "/" + std::to_string(each.pid);
    text.append("process ").append(std::to_string(each.pid)).append(" ").append(each.name);
    text.append(" ").append(1, each.state).append("\n");
    for (const auto& id : threads_of(process)) {
      if (++threads > limits::evidence_threads || text.size() > limits::evidence_bytes) break;
      describe_thread(process + "/task/" + id, id, text);
    }
    if (threads <= limits::evidence_threads && text.size() <= limits::evidence_bytes) continue;
    text.resize(std::min(text.size(), limits::evidence_bytes));
    return text.append("\n… and more\n");
  }
  return text;
}

}  // namespace gamekeeper::process
