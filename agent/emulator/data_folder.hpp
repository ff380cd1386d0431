#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::emulator_program {

/// Where the deployments' output goes. A folder that was made here is removed, with what is in it, when this
/// is destroyed; one that was named stays.
class data_folder {
 public:
  /// Makes `wanted` when it is not there; empty: a fresh folder below TMPDIR or /tmp.
  static base::result<data_folder> prepare(const std::string& wanted);
  data_folder(data_folder&& other) noexcept;
  ~data_folder();

  const std::string& path() const noexcept { return path_; }
  /// Whether nothing of it will be there the next time.
  bool temporary() const noexcept { return temporary_; }

 private:
  data_folder(std::string path, bool temporary) : path_(std::move(path)), temporary_(temporary) {}
  std::string path_;
  bool temporary_ = false;
};

/// Where the state is kept in it.
std::string state_file(const data_folder& data);

/// `too_large` beyond `most` bytes.
base::result<std::string> read_file(const std::string& path, std::size_t most);
base::result<void> write_file(const std::string& path, std::string_view text);

}  // namespace gamekeeper::emulator_program
