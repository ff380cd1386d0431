# A server that is one static binary (Go, Rust, C): an image with no shell and no libraries.
#   docker build -f scratch.Dockerfile -t my-game .       # ./server is the game
FROM gamekeeper AS agent

# There is no /run and no /tmp in an empty image: a folder for the agent's socket and its state, the user's own.
FROM debian:12 AS folder
RUN mkdir /gk

FROM scratch
COPY --from=agent /gamekeeper /gamekeeper
COPY --from=folder --chown=65534:65534 /gk /gk
COPY server /server
USER 65534:65534
EXPOSE 7777/udp
# The first for the agent, the second for who asks it: `docker exec CONTAINER /gamekeeper status`.
ENV GAMEKEEPER_CONTROL_SOCKET=/gk/gamekeeper.sock \
    GAMEKEEPER_SOCKET=/gk/gamekeeper.sock \
    GAMEKEEPER_STATE_FILE=/gk/state.json
ENTRYPOINT ["/gamekeeper", "run", "--"]
CMD ["/server"]
