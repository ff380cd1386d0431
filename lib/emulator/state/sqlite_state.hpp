#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "emulator/platform/state_keeper.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace gamekeeper::emulator {

/// The platform's state in SQLite: one row for each deployment, and a few texts by name. Every change is
/// committed when save() returns and outlives the death of this process at any moment; what a power cut would
/// leave is SQLite's own promise without synchronous writes (the state before some of the last changes). A
/// write that fails is logged, once until one succeeds again: the emulator goes on.
class sqlite_state final : public state_keeper {
 public:
  /// A file, made with mode 0600 when it is not there, or ":memory:". `busy` when another process has it.
  static base::result<sqlite_state> open(const std::string& path, base::logger& log);
  sqlite_state(sqlite_state&&) noexcept;
  ~sqlite_state() override;

  void save(const deployment& d) override;
  void forget(const std::string& request_id) override;
  /// The records of to_record(), in the order in which they were made first.
  std::vector<std::string> records();

  std::optional<std::string> text(const std::string& name);
  void set_text(const std::string& name, const std::string& value);

 private:
  struct close_database {
    void operator()(sqlite3* database) const noexcept;
  };
  struct finish_statement {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  using statement = std::unique_ptr<sqlite3_stmt, finish_statement>;

  sqlite_state(std::unique_ptr<sqlite3, close_database> database, base::logger& log);
  base::result<void> prepare();
  statement compile(const char* sql);
  void run(sqlite3_stmt* what, std::initializer_list<std::string_view> values);

  std::unique_ptr<sqlite3, close_database> database_;
  base::logger* log_;
  statement save_, forget_, set_text_;
  bool failing_ = false;
};

}  // namespace gamekeeper::emulator
