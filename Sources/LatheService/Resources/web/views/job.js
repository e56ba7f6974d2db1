import { get } from "../api.js";
import { element } from "../element.js";
import { failureNotice } from "../failure.js";
import { link } from "../router.js";
import { moment, percent } from "../words.js";
import { jobActions, jobTitle } from "./jobs.js";

/** All that is known of a job: its state, and each attempt with its times, failure and last words. */
export default async function jobView({ id, signal }) {
    const { job, attempts } = await get(`jobs/${id}`, { signal });
    return [
        element("p", { class: "up" }, link("jobs", "Jobs")),
        element("div", { class: "head" }, element("h1", {}, jobTitle(job)), jobActions(job)),
        list([
            ["State", job.state], ["Kind", job.kind], ["Progress", `${percent(job.progress)}${job.stage ? `, ${job.stage}` : ""}`],
            ["Track", job.trackId && link(`tracks/${job.trackId}`, job.trackTitle ?? job.trackId)], ["Id", job.id],
            ["Queue", `${job.queue}, priority ${job.priority}`], ["Tenant", job.tenant], ["Worker", job.worker],
            ["Created", moment(job.createdAt)], ["Started", moment(job.startedAt)],
            ["Finished", moment(job.finishedAt)],
        ]),
        job.failure && failureNotice(job.failure, { withCode: true }),
        element("h2", {}, `Attempts: ${job.attempt} of at most ${job.maximumAttempts}`),
        attempts.length ? attempts.map(attemptPart) : element("p", { class: "quiet" }, "No worker has taken it yet."),
    ].flat().filter(Boolean);
}

const list = pairs => element("dl", {}, pairs.filter(([, value]) => value).map(
    ([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));

function attemptPart(attempt) {
    const seconds = ([name, time]) => `${name} ${(time / 1000).toFixed(1)} s`;
    const stages = Object.entries(attempt.stages).map(seconds).join(", ");
    const resources = Object.entries(attempt.resources).map(([name, value]) => `${name} ${value}`).join(", ");
    return element("section", { class: "attempt" },
        element("h3", {}, `Attempt ${attempt.number}: ${attempt.outcome ?? "running"}`),
        list([
            ["Worker", attempt.worker], ["Started", moment(attempt.startedAt)], ["Ended", moment(attempt.endedAt)],
            ["Stages", stages], ["Resources", resources],
        ]),
        attempt.failure && failureNotice(attempt.failure, { withCode: true }),
        attempt.logTail && element("pre", { tabindex: 0, "aria-label": "End of the log" }, attempt.logTail));
}
