#pragma once

namespace gamekeeper::process {

/// Opens /dev/null in place of each of stdin, stdout and stderr that is closed. Otherwise a socket of ours
/// would get its number, and what the game prints would go there. Call it before anything is opened.
void open_closed_streams() noexcept;

}  // namespace gamekeeper::process
