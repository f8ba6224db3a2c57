"""A Bitrix24 as its REST documentation has it: tasks, a disk, a CRM, limits and errors.

apidocs.bitrix24.ru: tasks.task.*, task.commentitem.*, disk.folder.*, crm.requisite.list, limits,
error codes. It is strict where that is: fields that are wrong, names that are taken, two requests
a second after the burst.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

KEY = "k3y0fth3w3bh00k"
URL = f"https://bolts.bitrix24.ru/rest/1/{KEY}/"
FOLDER = 8930
USERS = {1, 17, 21}
TIME = {"start": 1.0, "finish": 1.1, "duration": 0.1, "operating": 0}


class Problem(Exception):  # noqa: N818 - as its documentation calls it
    def __init__(self, status: int, code: str, description: str = "", **more: Any) -> None:
        super().__init__(code)
        self.answer = httpx.Response(
            status, json={"error": code, "error_description": description, **more}
        )


def core(description: str) -> Problem:
    return Problem(400, "ERROR_CORE", f"{description}<br>")


@dataclass
class Office24(httpx.AsyncBaseTransport):
    """`before` and `after` each call may raise: nothing was done, or it was and nobody hears."""

    now: Callable[[], datetime]
    burst: int = 50
    tasks: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    requisites: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[datetime, str, Any]] = field(default_factory=list)
    before: Callable[[str, Any], None] = lambda method, params: None
    after: Callable[[str, Any], None] = lambda method, params: None
    _level: float = 0
    _at: datetime | None = None

    def methods(self) -> list[str]:
        return [method for _, method, _ in self.calls]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        path, method = request.url.path.rsplit("/", 1)
        length = request.headers.get("Content-Length")
        assert length is None or int(length) == len(body), "a length that is not the body's"
        params = json.loads(body)
        self.calls.append((self.now(), method, params))
        try:
            if path != f"/rest/1/{KEY}":
                raise Problem(401, "NO_AUTH_FOUND", "Wrong authorization data")
            self._count()
            self.before(method, params)
            name = "on_" + method.lower().replace(".", "_")
            if not hasattr(self, name):
                raise Problem(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
            result = getattr(self, name)(params)
            self.after(method, params)
        except Problem as problem:
            return problem.answer
        return httpx.Response(200, json={"result": result, "time": TIME})

    def _count(self) -> None:
        """The leaky bucket: two drops a second go out of it."""
        if self._at is not None:
            self._level = max(0, self._level - 2 * (self.now() - self._at).total_seconds())
        self._at = self.now()
        if self._level >= self.burst:
            raise Problem(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
        self._level += 1

    def _task(self, task: Any) -> dict[str, Any]:
        if not isinstance(task, int) or task not in self.tasks:
            raise core("Задача не найдена или доступ запрещен")
        return self.tasks[task]

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        if "RESPONSIBLE_ID" in fields and fields["RESPONSIBLE_ID"] not in USERS:
            raise core("Пользователь, указанный в поле «Исполнитель», не найден")
        if deadline := fields.get("DEADLINE"):
            assert datetime.fromisoformat(deadline).tzinfo is not None
        for ref in fields.get("UF_TASK_WEBDAV_FILES", []):
            if ref[0] != "n" or int(ref[1:]) not in self.files:
                raise core("Файл не найден")
        return fields

    def on_tasks_task_add(self, params: Any) -> Any:
        fields = self._checked(params["fields"])
        if not fields.get("TITLE"):
            raise core("Не указано название задачи")
        if not fields.get("RESPONSIBLE_ID"):
            raise core("Не указан исполнитель")
        task = 3711 + len(self.tasks)
        self.tasks[task] = {"ID": task, "STATUS": "2", **fields}
        self.comments[task] = []
        return {"task": {"id": str(task), "title": fields["TITLE"], "status": "2"}}

    def on_tasks_task_list(self, params: Any) -> Any:
        [(name, wanted)] = params["filter"].items()
        assert name == "%TITLE"
        found = [each for each in self.tasks.values() if wanted in each["TITLE"]]
        return {
            "tasks": [
                {"id": str(each["ID"]), "title": each["TITLE"], "xmlId": each.get("XML_ID")}
                for each in found
            ]
        }

    def on_tasks_task_get(self, params: Any) -> Any:
        task = self.tasks.get(params["taskId"])
        return {"task": {"id": str(task["ID"]), "status": task["STATUS"]}} if task else []

    def on_tasks_task_update(self, params: Any) -> Any:
        self._task(params["taskId"]).update(self._checked(params["fields"]))
        return {"task": {"id": str(params["taskId"])}}

    def on_tasks_task_complete(self, params: Any) -> Any:
        task = self._task(params["taskId"])
        if task["STATUS"] == "5":
            raise Problem(400, "0", "Действие над задачей не разрешено")
        task["STATUS"] = "5"
        return {"task": {"id": str(task["ID"]), "status": "5"}}

    def on_tasks_task_renew(self, params: Any) -> Any:
        task = self._task(params["taskId"])
        if task["STATUS"] != "5":
            raise Problem(400, "0", "Действие над задачей не разрешено")
        task["STATUS"] = "2"
        return {"task": {"id": str(task["ID"]), "status": "2"}}

    def on_task_commentitem_add(self, params: Any) -> Any:
        self._task(params["TASKID"])
        if not params["FIELDS"].get("POST_MESSAGE"):
            raise core("Не указан текст комментария")
        for ref in params["FIELDS"].get("UF_FORUM_MESSAGE_DOC", []):
            if ref[0] != "n" or int(ref[1:]) not in self.files:
                raise core("Файл не найден")
        there = self.comments[params["TASKID"]]
        there.append({"ID": str(len(there) + 1), **params["FIELDS"]})
        return len(there)

    def on_task_commentitem_getlist(self, params: Any) -> Any:
        self._task(params["TASKID"])
        return list(reversed(self.comments[params["TASKID"]]))[:50]

    def on_disk_folder_uploadfile(self, params: Any) -> Any:
        if params["id"] != FOLDER:
            raise Problem(400, "ERROR_NOT_FOUND", "Could not find entity with id `X`.")
        name, content = params["fileContent"]
        assert params["data"]["NAME"] == name
        if name in {taken for taken, _ in self.files.values()}:
            raise Problem(400, "DISK_OBJ_22000", "Файл с таким именем уже есть.")
        file = 12345 + len(self.files)
        self.files[file] = (name, base64.b64decode(content, validate=True))
        return {"ID": file, "NAME": name, "TYPE": "file", "PARENT_ID": str(FOLDER)}

    def on_disk_folder_getchildren(self, params: Any) -> Any:
        wanted = params["filter"]["NAME"]
        return [
            {"ID": str(file), "NAME": name}
            for file, (name, _) in self.files.items()
            if name == wanted
        ]

    def on_crm_requisite_list(self, params: Any) -> Any:
        wanted = params["filter"]
        assert wanted["ENTITY_TYPE_ID"] == 4
        return [each for each in self.requisites if each["RQ_INN"] == wanted["RQ_INN"]]
