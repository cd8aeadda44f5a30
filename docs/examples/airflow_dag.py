"""Load the shop's exports into Storeroom as part of an Airflow day (Airflow 2.7 or later).

Needs a connection `storeroom` of type HTTP: host and port of Storeroom, and its API_TOKEN as the
password. The run is queued at once and waited for without holding a worker slot; a run that fails
or is cancelled fails the task, with the reason Storeroom gives.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import requests
from airflow.decorators import dag, task
from airflow.exceptions import AirflowFailException
from airflow.hooks.base import BaseHook
from airflow.sensors.base import PokeReturnValue

GOOD = {"published", "nothing_new"}
FINAL = GOOD | {"failed", "cancelled"}


def call(method: str, path: str) -> dict:
    """One request to Storeroom's API; raises for a refusal, so that Airflow tries again."""
    storeroom = BaseHook.get_connection("storeroom")
    scheme = storeroom.schema or "http"
    port = f":{storeroom.port}" if storeroom.port else ""
    answer = requests.request(
        method,
        f"{scheme}://{storeroom.host}{port}{path}",
        headers={"Authorization": f"Bearer {storeroom.password}"},
        timeout=30,
    )
    answer.raise_for_status()
    return answer.json()


@dag(
    schedule="30 5 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=1)},
    tags=["storeroom"],
)
def storeroom_load():
    @task
    def start_run() -> int:
        # Asked again while the run still waits, Storeroom names the same run: a retry is harmless.
        return call("POST", "/api/pipeline/runs")["run"]

    @task.sensor(poke_interval=10, timeout=2 * 60 * 60, mode="reschedule")
    def wait_for_run(run: int) -> PokeReturnValue:
        found = call("GET", f"/api/pipeline/runs/{run}")
        if found["status"] not in FINAL:
            return PokeReturnValue(is_done=False)
        if found["status"] not in GOOD:
            error = found.get("error") or {}
            raise AirflowFailException(
                f"Run {run} {found['status']}: {error.get('message', '')} {error.get('whatToDo', '')}".strip()
            )
        return PokeReturnValue(is_done=True, xcom_value=found)

    @task
    def report(found: dict) -> None:
        rows = found["rows"]
        print(f"Run {found['id']} {found['status']}: {rows['loaded']} of {rows['read']} rows loaded")

    report(wait_for_run(start_run()))


storeroom_load()
