// What is said when the program ends by an exception that nobody caught. libstdc++'s own handler says the same with
// the type's name demangled, and its demangler is 47 KB of a static program.
#include <cxxabi.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <typeinfo>

namespace {

// Nothing that could fail in turn.
void say(const char* text) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, std::strlen(text));
}

}  // namespace

namespace __gnu_cxx {

void __verbose_terminate_handler() {
  const auto* type = abi::__cxa_current_exception_type();
  if (!type) {
    say("gamekeeper: terminated without an exception\n");
    std::abort();
  }
  say("gamekeeper: an exception that nobody caught: ");
  say(type->name());
  try {
    throw;
  } catch (const std::exception& known) {
    say(": ");
    say(known.what());
  } catch (...) {
  }
  say("\n");
  std::abort();
}

}  // namespace __gnu_cxx
