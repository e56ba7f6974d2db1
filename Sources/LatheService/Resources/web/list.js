import { element } from "./element.js";
import { sayProblem } from "./notices.js";
import { Pages } from "./pages.js";

/**
 * A list that grows page by page as one scrolls; the button at its end works without scrolling, too. `render` makes
 * an item's node; `empty` is shown where there are no items. The first page is there when this resolves.
 */
export async function pagedList(path, { query, signal, render, empty, ordered = false, className = "list" }) {
    const pages = new Pages(path, { query, signal });
    const items = [];
    const list = element(ordered ? "ol" : "ul", { class: className });
    const onclick = () => load().catch(sayProblem);
    const more = element("button", { type: "button", class: "load", hidden: true, onclick }, "Show more");
    const node = element("div", {}, list, more);
    let loading = null;
    const load = () => loading ??= page().finally(() => { loading = null; });

    async function page() {
        add(...await pages.next());
        more.hidden = pages.isAtEnd;
    }
    function add(...more) {
        node.querySelector(".empty")?.remove();
        for (const item of more) {
            items.push(item);
            list.append(render(item, items));
        }
    }

    await load();
    if (!items.length && empty) node.append(element("div", { class: "empty" }, empty));
    const observer = new IntersectionObserver(entries => {
        const stop = error => { observer.disconnect(); sayProblem(error); };
        if (entries.some(entry => entry.isIntersecting)) load().catch(stop);
    }, { rootMargin: "600px" });
    observer.observe(more);
    signal.addEventListener("abort", () => observer.disconnect());
    return { node, items, pages, add, more: load };
}
