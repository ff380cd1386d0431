#include "process/process_host.hpp"

#include <boost/throw_exception.hpp>

#include <stdexcept>

namespace gamekeeper::process {

void throw_exception_from_error(const spawn_failure& failure, const boost::source_location& where) {
  boost::throw_with_location(std::logic_error("unhandled failure: " + failure.message), where);
}

}  // namespace gamekeeper::process
