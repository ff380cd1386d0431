// A game that uses lib/client/Gamekeeper.cs; the same command line as client_probe.c.
using System;
using System.Collections.Generic;

internal static class Probe
{
    private static TimeSpan Ms(string text) { return TimeSpan.FromMilliseconds(long.Parse(text)); }

    private static Gamekeeper.Result Call(Gamekeeper.Client agent, List<string> words, ref long left)
    {
        var first = words.Count > 1 ? words[1] : null;
        var third = words.Count > 3 ? words[3] : null;
        switch (words[0])
        {
            case "ready": return agent.Ready();
            case "match_start": return agent.MatchStart(first);
            case "match_end": return agent.MatchEnd(first);
            case "players": return agent.Players(int.Parse(first), words.Count > 2 ? Ms(words[2]) : (TimeSpan?)null);
            case "hold": return agent.Hold(first, Ms(words[2]), third);
            case "release": return agent.Release(first);
            case "extend": return agent.Extend(Ms(first));
            case "stop": return agent.Stop(first);
            case "time_left":
                var result = agent.TimeLeft(out var time);
                if (result == Gamekeeper.Result.Ok) left = time == null ? -1 : (long)time.Value.TotalMilliseconds;
                return result;
            default: throw new ArgumentException(words[0]);
        }
    }

    private static void Main(string[] arguments)
    {
        var agent = new Gamekeeper.Client(Ms(arguments[0]));
        var words = new List<string>();
        for (var at = 1; at < arguments.Length; ++at)
        {
            if (arguments[at] != "--") { words.Add(arguments[at]); continue; }
            long left = -2;
            var result = Call(agent, words, ref left);
            Console.WriteLine("{0} {1} {2} {3}", (int)result, agent.Status, left, agent.Error);
            words.Clear();
        }
    }
}
