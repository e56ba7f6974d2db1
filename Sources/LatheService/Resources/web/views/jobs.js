import { request } from "../api.js";
import { element } from "../element.js";
import { pagedList } from "../list.js";
import { attempt, say } from "../notices.js";
import { go, link, reload } from "../router.js";
import { whenNews } from "../watch.js";
import { moment, percent, timeLeft } from "../words.js";

const states = ["available", "running", "retryable", "succeeded", "dead", "cancelled"];

export default async function jobsView({ query, signal }) {
    const state = states.includes(query.get("state")) ? query.get("state") : null;
    const select = element("select", { id: "state", onchange: () => go(select.value ? `jobs?state=${select.value}` : "jobs") },
        element("option", { value: "" }, "All"),
        states.map(name => element("option", { value: name, selected: name === state }, name)));
    const empty = element("p", {}, state ? `No job is ${state}.` : "No jobs yet. Each upload makes one.");
    const jobs = await pagedList("jobs", { query: { state }, signal, render: jobRow, empty, className: "list jobs" });
    const fresh = element("button", { type: "button", onclick: reload }, "Refresh");
    whenNews("track.", () => { fresh.textContent = "Refresh: there is news"; }, signal);
    return [
        element("div", { class: "head" }, element("h1", {}, "Jobs"), fresh),
        element("div", { class: "field line" }, element("label", { for: "state" }, "State"), select),
        jobs.node,
    ];
}

const stateBadge = state => element("span", { class: `badge ${state}` }, state);

function jobRow(job) {
    const doing = job.state === "running"
        ? [percent(job.progress), job.stage, job.rate && `${job.rate.toFixed(1)}× real time`, timeLeft(job.remainingSeconds)]
        : [job.failure?.message ?? moment(job.finishedAt ?? job.createdAt)];
    return element("li", { class: "job" }, stateBadge(job.state),
        element("span", { class: "names" }, link(`jobs/${job.id}`, `${job.kind} ${job.trackId ?? job.id}`, { class: "title" }),
            element("span", { class: "by" }, [...doing, `attempt ${job.attempt} of ${job.maximumAttempts}`].filter(Boolean).join(" · "))),
        jobActions(job));
}

/** What can be done about a job in its state. */
export function jobActions(job) {
    const act = (verb, label, said) => element("button", { type: "button", onclick: attempt(async () => {
        await request("POST", `jobs/${job.id}/${verb}`);
        say(said);
        reload();
    }) }, label);
    if (["dead", "cancelled"].includes(job.state)) return act("retry", "Retry", "The job will run again.");
    if (["available", "running", "retryable"].includes(job.state)) return act("cancel", "Cancel", "The job is being stopped.");
    return null;
}
