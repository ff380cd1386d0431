# The emulated platform and a game's image in one: what the emulator deploys are processes of its own container, so it
# goes into the game's image. For a laptop and for CI, never for the platform (docker/compose.yaml runs it).
#   docker build -f emulated.Dockerfile --build-arg GAME=my-game -t my-game-emulated .
ARG GAME=my-game
FROM gamekeeper-emulator AS emulator

FROM $GAME
USER 0
COPY --from=emulator /gamekeeper-emulator /gamekeeper-emulator
COPY emulator.json /emulator.json
EXPOSE 8080
ENTRYPOINT ["/gamekeeper-emulator", "--config", "/emulator.json", "--data", "/emulator", "--ephemeral", \
            "--listen", "0.0.0.0:8080", "--allow-remote", "--admin"]
CMD []
