# Tells the gamekeeper agent around a game server what the game knows. GDScript, Godot 4. MIT licence.
#
# Put it into the project as gamekeeper.gd, and as an autoload named Gamekeeper (Project Settings, Globals):
#
#   Gamekeeper.ready_for_players()
#   Gamekeeper.match_start("m1")
#   Gamekeeper.players(multiplayer.get_peers().size(), 30)     # the count holds for 30 s unless it is renewed
#   Gamekeeper.match_end("red won")                            # now the deployment ends
#   var left := Gamekeeper.time_left()                         # seconds, or -1 when no timer runs
#   if Gamekeeper.last_result == Gamekeeper.Result.REFUSED: push_warning(Gamekeeper.last_error)
#
# It asks through the agent's own command line, which is in the image anyway, because that works in every Godot 4: unix
# sockets came to GDScript late (StreamPeerUDS). A call starts a process, a few milliseconds, and blocks for no longer than
# the command line's deadline of 10 s; where a frame must not wait, use WorkerThreadPool.add_task(
# Gamekeeper.players.bind(12, 30)).
# The command is `gamekeeper` on PATH, or what GAMEKEEPER_COMMAND names.
#
# The agent puts its socket's path into GAMEKEEPER_SOCKET. Where that is absent (the editor, a laptop) every call does
# nothing and gives Result.NO_AGENT, so the same game runs there. Do not count on a notification when the agent
# ends the game with SIGTERM: save at the end of a match.
extends Node

enum Result {
	OK = 0,
	NO_AGENT = 1, # GAMEKEEPER_SOCKET is absent: nobody to tell, and nothing was done
	INVALID = 2, # an argument is out of range; nothing was sent
	REFUSED = 4, # the agent said no: last_error is its reason
	UNREACHABLE = 5, # there should be an agent, and it (or the command) cannot be reached
	TIMEOUT = 6, # no answer in time; the agent may have done it all the same
	GARBAGE = 7, # what came is no answer of the agent's
}

var last_result: Result = Result.NO_AGENT
var last_error: String = ""


## The game is there for players.
func ready_for_players() -> Result:
	return _tell(["ready"])


## A match starts. Its id may be empty.
func match_start(id: String = "") -> Result:
	return _tell(["match", "start"] if id.is_empty() else ["match", "start", "--", id])


## The match is over; unless match.policy is many, the deployment ends.
func match_end(reason: String = "") -> Result:
	return _tell(["match", "end"] + _reason(reason))


## So many people play; the count is forgotten after valid_for_seconds, or with 0 never.
func players(count: int, valid_for_seconds: float = 0.0) -> Result:
	var words := ["players", str(count)]
	if valid_for_seconds > 0.0:
		words.append("--valid-for=" + _duration(valid_for_seconds))
	return _tell(words)


## Keeps the deployment up for so long, whoever plays; the same id renews it.
func hold(id: String, seconds: float, reason: String = "") -> Result:
	return _tell(["hold", "--for=" + _duration(seconds)] + _reason(reason) + ["--", id])


## Lets go of a hold.
func release(id: String) -> Result:
	return _tell(["release", "--", id])


## More time to become ready, or to save at the end.
func extend(seconds: float) -> Result:
	return _tell(["extend", _duration(seconds)])


## Ends the game and the deployment.
func stop(reason: String = "") -> Result:
	return _tell(["stop"] + _reason(reason))


## Seconds until the first of the agent's timers that run: an empty server, the longest match or uptime, and while the game
## is ended its kill. -1: none runs, or last_result says why it is not known. The watchdog does not count.
func time_left() -> float:
	var output: Array = []
	if _ask(["status", "--json"], output) != Result.OK:
		return -1.0
	var status: Variant = JSON.parse_string("".join(output))
	if not status is Dictionary or not status.get("timers") is Array:
		last_result = Result.GARBAGE
		last_error = "the status is no JSON object with timers"
		return -1.0
	var left := -1.0
	for timer: Dictionary in status["timers"]:
		if timer["state"] != "running" or timer["name"] == "watchdog" or timer["fires_in_ms"] == null:
			continue
		var seconds: float = timer["fires_in_ms"] / 1000.0
		left = seconds if left < 0.0 else minf(left, seconds)
	return left


func _tell(words: Array) -> Result:
	return _ask(words, [])


func _ask(words: Array, output: Array) -> Result:
	last_error = ""
	if OS.get_environment("GAMEKEEPER_SOCKET").is_empty():
		last_error = "GAMEKEEPER_SOCKET is not set"
		last_result = Result.NO_AGENT
		return last_result
	var command := OS.get_environment("GAMEKEEPER_COMMAND")
	var code := OS.execute("gamekeeper" if command.is_empty() else command, PackedStringArray(words), output, true)
	match code: # the command line's exit codes
		0: last_result = Result.OK
		2: last_result = Result.INVALID
		4: last_result = Result.REFUSED
		6: last_result = Result.TIMEOUT
		_: last_result = Result.UNREACHABLE # 5, and what cannot be started
	if last_result != Result.OK:
		last_error = "".join(output).strip_edges()
	return last_result


func _duration(seconds: float) -> String:
	return "%dms" % roundi(seconds * 1000.0)


func _reason(reason: String) -> Array:
	return [] if reason.is_empty() else ["--reason=" + reason]
