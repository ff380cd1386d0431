# A Godot 4 dedicated server (export preset Linux, Export Mode "Export as dedicated server").
#   docker build -f godot.Dockerfile -t my-game .         # ./server.x86_64 and ./server.pck are what Godot wrote
# The game tells the agent about matches and players with lib/client/gamekeeper.gd, which calls `gamekeeper` on PATH.
FROM gamekeeper AS agent

FROM debian:12
COPY --from=agent /gamekeeper /usr/local/bin/gamekeeper
COPY server.x86_64 server.pck /opt/game/
WORKDIR /opt/game
# Godot keeps user:// under $HOME.
RUN chmod +x server.x86_64 && mkdir -p /home/game && chown 65534:65534 /home/game
ENV HOME=/home/game
USER 65534:65534
EXPOSE 7777/udp
ENTRYPOINT ["gamekeeper", "run", "--"]
CMD ["./server.x86_64", "--headless", "--", "--port", "7777"]
