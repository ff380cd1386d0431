"""The platform's published OpenAPI files as judges of requests and answers.

The judging is jsonschema's (Debian: python3-jsonschema); what is added here is what OpenAPI 3.0 says differently from JSON
Schema: `nullable`, and where in the file the schema of an exchange is.
"""
import os
import pathlib
import re
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(os.environ.get("GAMEKEEPER_SPEC_DIR", ROOT.parent / "shared/reference"))
FILES = {"v1": FOLDER / "edgegap-v1.openapi.yaml", "v2": FOLDER / "edgegap-v2.openapi.yaml"}


def missing():
    """Why nothing can be judged here, or nothing."""
    absent = [str(file) for file in FILES.values() if not file.is_file()]
    return f"the platform's OpenAPI files are not there: {', '.join(absent)} (GAMEKEEPER_SPEC_DIR)" if absent else ""


def _validator():
    import jsonschema

    plain = jsonschema.Draft4Validator.VALIDATORS["type"]

    def type_or_null(validator, types, instance, schema):
        if instance is None and schema.get("nullable"):
            return
        yield from plain(validator, types, instance, schema)

    return jsonschema.validators.extend(jsonschema.Draft4Validator, {"type": type_or_null})


class Operation:
    def __init__(self, specification, path, method, definition):
        self.specification, self.path, self.method, self.definition = specification, path, method, definition
        self.name = definition["operationId"]

    def codes(self):
        return {int(code) for code in self.definition["responses"]}

    def problems_of_answer(self, status, body):
        answer = self.definition["responses"].get(str(status))
        if answer is None:
            return [f"{self.name}: status {status} is not documented; there is {sorted(self.codes())}"]
        content = answer.get("content", {}).get("application/json")
        if content is None:
            return [] if body is None else [f"{self.name}: {status} has no body in the specification"]
        return self.specification.problems(content["schema"], body, f"{self.name} {status}")

    def problems_of_request(self, query, body):
        known = {p["name"] for p in self.definition.get("parameters", []) if p["in"] == "query"}
        found = [f"{self.name}: unknown query parameter {name}" for name in query if name not in known]
        content = self.definition.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            return found if body is None else found + [f"{self.name}: takes no body"]
        return found + self.specification.problems(content["schema"], body, f"{self.name} request")


class Specification:
    def __init__(self, prefix, file):
        import jsonschema
        import yaml

        self.prefix, self.text = prefix, yaml.safe_load(file.read_text())
        self.kind = _validator()
        self.resolver = jsonschema.RefResolver.from_schema(self.text)

    def operations(self):
        for path, methods in self.text["paths"].items():
            for method, definition in methods.items():
                yield Operation(self, self.prefix + path, method.upper(), definition)

    def problems(self, schema, instance, what):
        errors = self.kind(schema, resolver=self.resolver).iter_errors(instance)
        return [f"{what}: /{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in errors]


class Contract:
    """Both files, looked up by method and path."""

    def __init__(self):
        self.all = [o for version, file in FILES.items()
                    for o in Specification("/v2" if version == "v2" else "", file).operations()]

    def find(self, method, target):
        path = target.split("?")[0]
        # A fixed word wins over a placeholder: bulk-stop is no deployment's id.
        for operation in sorted(self.all, key=lambda o: o.path.count("{")):
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(operation.path))
            if operation.method == method and re.fullmatch(pattern, path):
                return operation
        return None

    def named(self, name):
        return next(o for o in self.all if o.name == name)

    def problems_of_request(self, method, target, body):
        operation = self.find(method, target)
        if operation is None:
            return [f"{method} {target} is in no specification"]
        query = urllib.parse.parse_qs(target.partition("?")[2], keep_blank_values=True)
        return operation.problems_of_request(query, body)
