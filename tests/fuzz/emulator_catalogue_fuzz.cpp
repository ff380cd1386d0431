#include "emulator/reading/catalogue_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Whatever the file holds: a catalogue, or an error that says something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto offered = gamekeeper::emulator::parse_catalogue(text);
  if (!offered && offered.error().message().empty()) std::abort();
  if (offered)
    for (const auto& version : offered->versions)
      if (version.command.empty()) std::abort();
  return 0;
}
