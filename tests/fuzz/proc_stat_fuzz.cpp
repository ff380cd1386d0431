#include "process/process_tree.hpp"

#include <cstddef>
#include <cstdint>

/// Any bytes are read or refused; what is read has a form that the tree can be built from.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gamekeeper::process;
  process_info info;
  if (!parse_stat_line(std::string_view(reinterpret_cast<const char*>(data), size), info)) return 0;
  if (info.pid <= 0 || info.parent < 0 || info.group < 0 || info.name.size() > size) __builtin_trap();
  return 0;
}
