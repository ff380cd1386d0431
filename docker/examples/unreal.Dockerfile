# An Unreal dedicated server (UAT BuildCookRun -server -serverplatform=Linux). In place of
#   ENTRYPOINT ["/bin/bash", "/opt/game/MyGameServer.sh"]
# the binary that the script would have started: then signals and the exit code are the server's own.
#   docker build -f unreal.Dockerfile -t my-game .        # ./LinuxServer is what UAT wrote
# The game tells the agent about matches and players with lib/client/gamekeeper.h; its head says where.
FROM gamekeeper AS agent

FROM debian:12
COPY --from=agent /gamekeeper /usr/local/bin/gamekeeper
# Unreal refuses to run as root, and writes to its Saved folder.
COPY --chown=65534:65534 LinuxServer /opt/game
WORKDIR /opt/game
ENV HOME=/opt/game
USER 65534:65534
EXPOSE 7777/udp
ENTRYPOINT ["gamekeeper", "run", "--"]
CMD ["MyGame/Binaries/Linux/MyGameServer", "MyGame", "-log", "-port=7777"]
