# A server on a Debian base. Before, the entrypoint was usually a shell script that started ./server and waited; what it
# did before the start becomes a setting (gamekeeper.json) or stays in the image's build.
#   docker build -f debian.Dockerfile -t my-game .        # ./server is the game
FROM gamekeeper AS agent

FROM debian:12
COPY --from=agent /gamekeeper /usr/local/bin/gamekeeper
COPY server /opt/game/server
WORKDIR /opt/game
USER 65534:65534
EXPOSE 7777/udp
ENTRYPOINT ["gamekeeper", "run", "--"]
CMD ["./server"]
