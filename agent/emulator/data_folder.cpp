#include "data_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace gamekeeper::emulator_program {

namespace files = std::filesystem;

base::result<data_folder> data_folder::prepare(const std::string& wanted) {
  std::error_code ec;
  if (!wanted.empty()) {
    files::create_directories(wanted, ec);
    if (ec) return base::system_failure(wanted, ec.value());
    const auto whole = files::absolute(wanted, ec);
    if (ec) return base::system_failure(wanted, ec.value());
    return data_folder(whole.string(), false);
  }
  const auto parent = files::temp_directory_path(ec);
  if (ec) return base::system_failure("no folder for temporary files", ec.value());
  auto made = (parent / "gamekeeper-emulator-XXXXXX").string();
  if (!::mkdtemp(made.data())) return base::system_failure(made, errno);
  return data_folder(std::move(made), true);
}

data_folder::data_folder(data_folder&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, false)) {}

data_folder::~data_folder() {
  std::error_code ignored;  // there is nobody left to tell
  if (temporary_) files::remove_all(path_, ignored);
}

std::string state_file(const data_folder& data) {
  return data.path() + "/emulator.sqlite";
}

base::result<std::string> read_file(const std::string& path, std::size_t most) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(most + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file && !file.eof()) return base::system_failure(path, errno ? errno : EIO);
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > most)
    return base::error(base::errc::too_large, path + ": larger than " + std::to_string(most) + " bytes");
  return text;
}

base::result<void> write_file(const std::string& path, std::string_view text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) return base::system_failure(path, errno ? errno : EIO);
  return {};
}

}  // namespace gamekeeper::emulator_program
