// Tells the gamekeeper agent around a game server what the game knows. One file, netstandard2.1, nothing else needed:
// copy it into Assets/Scripts of a Unity dedicated server (or into any .NET program). MIT licence.
//
//   var agent = new Gamekeeper.Client();                 // no call takes longer than 500 ms
//   agent.Ready();
//   agent.MatchStart("m1");
//   agent.Players(12, TimeSpan.FromSeconds(30));         // the count holds for 30 s unless it is renewed
//   agent.MatchEnd("red won");                           // now the deployment ends
//   if (agent.TimeLeft(out var left) == Gamekeeper.Result.Ok && left != null) Warn(left.Value);
//
// The agent puts its socket's path into GAMEKEEPER_SOCKET. Where that is absent (the editor, a laptop, Windows) every
// call does nothing and returns Result.NoAgent, so the same game runs there. No call throws; Error says in words what was
// wrong. A call is one connection and blocks until the answer or the deadline: where a frame must not wait, use
// Task.Run(() => agent.Players(...)) with a Client of the task's own. A Client is one thread's.
//
// Unity ends on SIGTERM when it is run with -batchmode; save in Application.quitting. The agent gives it drain.grace.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gamekeeper
{
    public enum Result
    {
        Ok = 0,
        NoAgent = 1,      // GAMEKEEPER_SOCKET is absent: nobody to tell, and nothing was done
        Invalid = 2,      // an argument is too long or out of range; nothing was sent
        Refused = 4,      // the agent said no: Error is its reason, Status its HTTP status
        Unreachable = 5,  // there should be an agent, and it cannot be connected to
        Timeout = 6,      // no answer within the deadline; the agent may have done it all the same
        Garbage = 7       // what came is no answer of the agent's
    }

    public sealed class Client
    {
        private const int RequestBytes = 8192;
        private const int AnswerBytes = 262144;
        private readonly TimeSpan deadline;

        public Client() : this(TimeSpan.FromMilliseconds(500)) { }
        public Client(TimeSpan deadline) { this.deadline = deadline; }

        /// The last call's: why it failed (empty when it did not), and its HTTP status (0: there was no answer).
        public string Error { get; private set; } = "";
        public int Status { get; private set; }

        /// The game is there for players.
        public Result Ready() { return Ask("POST", "/v1/ready", "", out _); }

        /// A match starts. Its id may be null.
        public Result MatchStart(string id = null) { return Ask("POST", "/v1/match/start", Member("id", id), out _); }

        /// The match is over; unless match.policy is many, the deployment ends.
        public Result MatchEnd(string reason = null)
        {
            return Ask("POST", "/v1/match/end", Member("reason", reason), out _);
        }

        /// So many people play; the count is forgotten after validFor, without it never.
        public Result Players(int players, TimeSpan? validFor = null)
        {
            var count = "\"players\":" + players.ToString(CultureInfo.InvariantCulture);
            return Ask("PUT", "/v1/players", Join(count, Member("valid_for", validFor)), out _);
        }

        /// Keeps the deployment up for so long, whoever plays; the same id renews it.
        public Result Hold(string id, TimeSpan duration, string reason = null)
        {
            var members = Join(Member("id", id), Member("for", duration), Member("reason", reason));
            return Ask("POST", "/v1/hold", members, out _);
        }

        /// Lets go of a hold.
        public Result Release(string id) { return Ask("DELETE", "/v1/hold/" + Uri.EscapeDataString(id), "", out _); }

        /// More time to become ready, or to save at the end.
        public Result Extend(TimeSpan by) { return Ask("POST", "/v1/extend", Member("by", (TimeSpan?)by), out _); }

        /// Ends the game and the deployment.
        public Result Stop(string reason = null) { return Ask("POST", "/v1/stop", Member("reason", reason), out _); }

        /// Until the first of the agent's timers that run: an empty server, the longest match or uptime, and while the
        /// game is ended its kill. null: none runs. The watchdog does not count.
        public Result TimeLeft(out TimeSpan? left)
        {
            left = null;
            var result = Ask("GET", "/v1/status", "", out var status);
            if (result != Result.Ok) return result;
            foreach (var timer in Values(Find(status, "timers")))
            {
                if (Find(timer, "state") != "\"running\"" || Find(timer, "name") == "\"watchdog\"") continue;
                if (!long.TryParse(Find(timer, "fires_in_ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
                    continue;
                if (left == null || ms < left.Value.TotalMilliseconds) left = TimeSpan.FromMilliseconds(ms);
            }
            return result;
        }

        private Result Ask(string method, string path, string members, out string answer)
        {
            answer = "";
            Error = "";
            Status = 0;
            var socketPath = Environment.GetEnvironmentVariable("GAMEKEEPER_SOCKET");
            if (string.IsNullOrEmpty(socketPath)) return Failed(Result.NoAgent, "GAMEKEEPER_SOCKET is not set");
            var body = "{" + members + "}";
            var request = Encoding.UTF8.GetBytes(
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                "Content-Type: application/json\r\nContent-Length: " + Encoding.UTF8.GetByteCount(body) + "\r\n\r\n" + body);
            if (request.Length > RequestBytes) return Failed(Result.Invalid, "a text is too long");
            if (Encoding.UTF8.GetByteCount(socketPath) > 107)
                return Failed(Result.Invalid, "GAMEKEEPER_SOCKET is too long: " + socketPath);
            try
            {
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                    return Exchange(socket, socketPath, request, ref answer);
            }
            catch (SocketException failure)
            {
                return Failed(Result.Unreachable, "no way to the agent: " + failure.Message);
            }
        }

        private Result Exchange(Socket socket, string path, byte[] request, ref string answer)
        {
            var passed = Stopwatch.StartNew();
            socket.Blocking = false;
            while (true)
            {
                try { socket.Connect(new UnixDomainSocketEndPoint(path)); break; }
                catch (SocketException failure)  // its queue is full
                    when (failure.SocketErrorCode == SocketError.WouldBlock || failure.SocketErrorCode == SocketError.TryAgain)
                {
                    if (passed.Elapsed >= deadline) return Failed(Result.Timeout, "the agent takes no connection");
                    System.Threading.Thread.Sleep(5);
                }
            }
            if (socket.Send(request) != request.Length) return Failed(Result.Unreachable, "the agent went away");
            var bytes = new byte[AnswerBytes];
            var size = 0;
            while (size < bytes.Length)
            {
                var left = deadline - passed.Elapsed;
                if (left <= TimeSpan.Zero) return Failed(Result.Timeout, "no answer within the deadline");
                if (!socket.Poll((int)Math.Min(left.TotalMilliseconds * 1000 + 1, int.MaxValue), SelectMode.SelectRead)) continue;
                var count = socket.Receive(bytes, size, bytes.Length - size, SocketFlags.None);
                if (count == 0) return Failed(Result.Unreachable, "the agent went away before it had answered");
                size += count;
                var text = Encoding.GetEncoding("ISO-8859-1").GetString(bytes, 0, size);  // one character for each byte
                if (string.CompareOrdinal(text, 0, "HTTP/1.1 ", 0, Math.Min(9, size)) != 0) break;
                var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (head < 0) continue;
                var length = Length(text.Substring(0, head));
                if (length < 0 || size - head - 4 < length) continue;
                return Understood(text.Substring(9, 3), Encoding.UTF8.GetString(bytes, head + 4, (int)length), ref answer);
            }
            return Failed(Result.Garbage, "what answered is not the agent");
        }

        private Result Understood(string status, string body, ref string answer)
        {
            Status = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;
            if (Status == 200 && !body.StartsWith("{", StringComparison.Ordinal))
                return Failed(Result.Garbage, "the answer is no JSON");
            answer = body;
            if (Status == 200) return Result.Ok;
            var detail = Find(body, "detail");
            if (detail == null || detail.Length < 2 || detail[0] != '"')
                return Failed(Result.Garbage, "the agent refused and did not say why");
            return Failed(Result.Refused, detail.Substring(1, detail.Length - 2).Replace("\\\"", "\"").Replace("\\\\", "\\"));
        }

        private Result Failed(Result result, string why) { Error = why; return result; }

        private static long Length(string head)
        {
            const string name = "\r\nContent-Length: ";
            var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return -1;
            var value = head.Substring(at + name.Length).Split('\r')[0];
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : long.MaxValue;
        }

        private static string Join(params string[] members)
        {
            return string.Join(",", Array.FindAll(members, each => each.Length > 0));
        }

        private static string Member(string name, TimeSpan? value)
        {
            if (value == null) return "";
            return Member(name, ((long)value.Value.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms");
        }

        private static string Member(string name, string value)
        {
            if (value == null) return "";
            var written = new StringBuilder("\"" + name + "\":\"");
            foreach (var each in value)
            {
                if (each < 0x20 || each == '"' || each == '\\') written.Append("\\u").Append(((int)each).ToString("x4"));
                else written.Append(each);
            }
            return written.Append('"').ToString();
        }

        /// The text of an object's member, or null.
        private static string Find(string json, string name)
        {
            if (json == null || json.Length == 0 || json[0] != '{') return null;
            foreach (var member in Values(json))
                if (member.StartsWith("\"" + name + "\":", StringComparison.Ordinal)) return member.Substring(name.Length + 3);
            return null;
        }

        /// What stands between the commas of an object or an array. The agent writes JSON without spaces.
        private static IEnumerable<string> Values(string json)
        {
            if (json == null || json.Length < 2 || json[0] != '{' && json[0] != '[') yield break;
            int depth = 0, from = 1;
            for (var at = 1; at < json.Length; ++at)
            {
                if (json[at] == '"')
                {
                    while (++at < json.Length && json[at] != '"')
                        if (json[at] == '\\') ++at;
                }
                else if (json[at] == '{' || json[at] == '[') ++depth;
                else if (depth > 0 && (json[at] == '}' || json[at] == ']')) --depth;
                else if (depth == 0 && (json[at] == ',' || json[at] == '}' || json[at] == ']'))
                {
                    yield return json.Substring(from, at - from);
                    from = at + 1;
                    if (json[at] != ',') yield break;
                }
            }
        }
    }
}
