# A Unity dedicated server (Build Profiles: Linux Server). In place of
#   ENTRYPOINT ["/bin/sh", "-c", "/opt/game/Server.x86_64 -batchmode -nographics -logFile - -port $PORT"]
#   docker build -f unity.Dockerfile -t my-game .         # ./Build is what Unity wrote
# The game tells the agent about matches and players with lib/client/Gamekeeper.cs.
FROM gamekeeper AS agent

FROM debian:12
COPY --from=agent /gamekeeper /usr/local/bin/gamekeeper
COPY Build /opt/game
WORKDIR /opt/game
# Unity writes to $HOME/.config/unity3d.
RUN chmod +x Server.x86_64 && mkdir -p /home/game && chown 65534:65534 /home/game
ENV HOME=/home/game
USER 65534:65534
EXPOSE 7777/udp
ENTRYPOINT ["gamekeeper", "run", "--"]
CMD ["./Server.x86_64", "-batchmode", "-nographics", "-logFile", "-", "-port", "7777"]
