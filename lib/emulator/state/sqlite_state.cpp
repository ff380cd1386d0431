#include "emulator/state/sqlite_state.hpp"

#include "base/fd.hpp"
#include "emulator/state/deployment_record.hpp"

#include <fcntl.h>
#include <sqlite3.h>

#include <cerrno>

namespace gamekeeper::emulator {

namespace {

// In exclusive mode the first write locks the file for as long as it is open: two emulators on one file would
// start everything twice. Without synchronous writes a commit is in the kernel's hands, which is enough for the
// death of a process.
constexpr const char* setup = R"(
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS deployments (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS texts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  COMMIT;)";

std::string column(sqlite3_stmt* row, int number) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, number));
  return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(row, number))) : "";
}

}  // namespace

void sqlite_state::close_database::operator()(sqlite3* database) const noexcept {
  sqlite3_close(database);
}
void sqlite_state::finish_statement::operator()(sqlite3_stmt* what) const noexcept {
  sqlite3_finalize(what);
}

sqlite_state::sqlite_state(std::unique_ptr<sqlite3, close_database> database, base::logger& log)
    : database_(std::move(database)), log_(&log) {}
sqlite_state::sqlite_state(sqlite_state&&) noexcept = default;
sqlite_state::~sqlite_state() = default;

base::result<sqlite_state> sqlite_state::open(const std::string& path, base::logger& log) {
  if (path != ":memory:") {
    // Made before SQLite does: it holds tokens.
    const base::unique_fd made(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!made.valid()) return base::system_failure(path, errno);
  }
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  sqlite_state state(std::unique_ptr<sqlite3, close_database>(raw), log);
  if (opened != SQLITE_OK) return base::error(base::errc::io, path + ": " + sqlite3_errstr(opened));
  if (const auto ready = state.prepare(); !ready) return ready.error().within(path);
  return state;
}

base::result<void> sqlite_state::prepare() {
  auto* database = database_.get();
  const int code = sqlite3_exec(database, setup, nullptr, nullptr, nullptr);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    return base::error(base::errc::busy, "another emulator has this state");
  if (code != SQLITE_OK) return base::error(base::errc::io, sqlite3_errmsg(database));
  save_ = compile(
      "INSERT INTO deployments (request_id, record) VALUES (?1, ?2) "
      "ON CONFLICT (request_id) DO UPDATE SET record = excluded.record");
  forget_ = compile("DELETE FROM deployments WHERE request_id = ?1");
  set_text_ = compile("INSERT OR REPLACE INTO texts (name, value) VALUES (?1, ?2)");
  if (!save_ || !forget_ || !set_text_) return base::error(base::errc::io, sqlite3_errmsg(database));
  return {};
}

sqlite_state::statement sqlite_state::compile(const char* sql) {
  sqlite3_stmt* made = nullptr;
  sqlite3_prepare_v2(database_.get(), sql, -1, &made, nullptr);
  return statement(made);
}

void sqlite_state::run(sqlite3_stmt* what, std::initializer_list<std::string_view> values) {
  int number = 0;
  for (const auto value : values)
    sqlite3_bind_text(what, ++number, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  const bool done = sqlite3_step(what) == SQLITE_DONE;
  if (!done && !failing_)
    log_->error("the state cannot be kept: after a restart the emulator will not know what it does now",
                {{"why", sqlite3_errmsg(database_.get())}});
  failing_ = !done;
  sqlite3_reset(what);
  sqlite3_clear_bindings(what);
}

void sqlite_state::save(const deployment& d) {
  run(save_.get(), {d.request_id, to_record(d)});
}
void sqlite_state::forget(const std::string& request_id) {
  run(forget_.get(), {request_id});
}
void sqlite_state::set_text(const std::string& name, const std::string& value) {
  run(set_text_.get(), {name, value});
}

std::vector<std::string> sqlite_state::records() {
  std::vector<std::string> all;
  const auto query = compile("SELECT record FROM deployments ORDER BY sequence");
  while (query && sqlite3_step(query.get()) == SQLITE_ROW) all.push_back(column(query.get(), 0));
  return all;
}

std::optional<std::string> sqlite_state::text(const std::string& name) {
  const auto query = compile("SELECT value FROM texts WHERE name = ?1");
  if (!query) return std::nullopt;
  sqlite3_bind_text(query.get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
  if (sqlite3_step(query.get()) != SQLITE_ROW) return std::nullopt;
  return column(query.get(), 0);
}

}  // namespace gamekeeper::emulator
