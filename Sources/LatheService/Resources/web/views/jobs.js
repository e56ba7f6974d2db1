import { get, request } from "../api.js";
import { element } from "../element.js";
import { pause } from "../events.js";
import { pagedList } from "../list.js";
import { attempt, say } from "../notices.js";
import { go, link, reload } from "../router.js";
import { whenNews } from "../watch.js";
import { moment, percent, sentence, timeLeft } from "../words.js";

const states = ["available", "running", "retryable", "succeeded", "dead", "cancelled"];

export default async function jobsView({ query, signal }) {
    const state = states.includes(query.get("state")) ? query.get("state") : null;
    const choose = () => go(select.value ? `jobs?state=${select.value}` : "jobs");
    const select = element("select", { id: "state", onchange: choose },
        element("option", { value: "" }, "All"),
        states.map(name => element("option", { value: name, selected: name === state }, name)));
    const empty = element("p", {}, state ? `No job is ${state}.` : "No jobs yet. Each upload makes one.");
    const jobs = await pagedList("jobs", { query: { state }, signal, render: jobRow, empty, className: "list jobs" });
    keepFresh(jobs.node, state, signal);
    return [
        element("div", { class: "head" }, element("h1", {}, "Jobs")),
        element("div", { class: "field line" }, element("label", { for: "state" }, "State"), select),
        jobs.node,
    ];
}

/** Asks for the newest jobs while any of them is at work, and shows what has changed. New ones come to the top. */
async function keepFresh(node, state, signal) {
    const list = node.querySelector("ul");
    const row = id => list.querySelector(`[data-job="${CSS.escape(id)}"]`);
    let wake = () => {};
    whenNews("track.", () => wake(), signal);
    while (!signal.aborted) {
        const isBusy = list.querySelector(".running, .available, .retryable");
        await Promise.race([pause(isBusy ? 2000 : 15_000, signal), new Promise(resolve => { wake = resolve; })]);
        if (signal.aborted || document.hidden) continue;
        const { items } = await get("jobs", { query: { state }, signal }).catch(() => ({ items: [] }));
        for (const job of items.toReversed()) {
            const [old, now] = [row(job.id), jobRow(job)];
            // What has the focus is left alone: a button must not vanish under a finger.
            if (!old) list.prepend(now);
            else if (old.textContent !== now.textContent && !old.contains(document.activeElement)) old.replaceWith(now);
        }
    }
}

const stateBadge = state => element("span", { class: `badge ${state}` }, state);

function jobRow(job) {
    const rate = job.rate && `${job.rate.toFixed(1)}× real time`;
    const doing = job.state === "running"
        ? [percent(job.progress), job.stage, rate, timeLeft(job.remainingSeconds)]
        : [job.failure && sentence(job.failure.message).slice(0, -1), moment(job.finishedAt ?? job.createdAt)];
    const attempts = `attempt ${job.attempt} of ${job.maximumAttempts}`;
    return element("li", { class: "job", "data-job": job.id }, stateBadge(job.state),
        element("span", { class: "names" },
            link(`jobs/${job.id}`, jobTitle(job), { class: "title" }),
            element("span", { class: "by" }, [...doing, attempts].filter(Boolean).join(" · "))),
        jobActions(job));
}

/** What it is called: as its track, where that is still there. */
export const jobTitle = ({ kind, trackTitle, trackId, id }) => trackTitle ?? `${kind} ${trackId ?? id}`;

/** What can be done about a job in its state. */
export function jobActions(job) {
    const act = (verb, label, said) => element("button", { type: "button", onclick: attempt(async () => {
        await request("POST", `jobs/${job.id}/${verb}`);
        say(said);
        reload();
    }) }, label);
    if (["dead", "cancelled"].includes(job.state)) return act("retry", "Retry", "The job will run again.");
    const isOver = job.state === "succeeded";
    return isOver ? null : act("cancel", "Cancel", "The job is being stopped.");
}
