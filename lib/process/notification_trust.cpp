#include "process/notification_trust.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace gamekeeper::process {

notification_trust::notification_trust(pid_t agent, std::vector<uid_t> users, std::string proc)
    : agent_(agent), users_(std::move(users)), proc_(std::move(proc)) {
  users_.push_back(0);
  users_.push_back(::geteuid());
}

bool notification_trust::may_speak(uid_t user) const {
  if (std::find(users_.begin(), users_.end(), user) != users_.end()) return true;
  if (game_ == 0) return false;
  struct stat about {};
  // proc(5): its folder belongs to the user that it runs as, or to root, who may speak anyway.
  return ::stat((proc_ + "/" + std::to_string(game_)).c_str(), &about) == 0 && about.st_uid == user;
}

std::string_view notification_trust::refuse(const ucred& sender) const {
  const auto kin = find_kinship(sender.pid, agent_, proc_);
  switch (kin.to_ancestor) {
    case kinship::relation::unrelated:
      return "a notification from outside the game is not heard";
    case kinship::relation::unknown:
      return may_speak(sender.uid)
                 ? ""
                 : "a notification of another user, whose process cannot be looked at, is not heard";
    case kinship::relation::descends:
      break;
  }
  const bool is_game = game_ != 0 && kin.branch == game_;
  return is_game || may_speak(sender.uid)
             ? ""
             : "a notification of another user, from outside the game, is not heard";
}

}  // namespace gamekeeper::process
