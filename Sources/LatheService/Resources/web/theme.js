// Not a module: it must run before the first paint, or a dark page would flash white.
(function () {
    const key = "lathe.theme";
    const root = document.documentElement;
    const apply = theme => {
        if (theme === "light" || theme === "dark") root.dataset.theme = theme;
        else delete root.dataset.theme;
    };
    apply(localStorage.getItem(key));

    /** The colours in force: "light", "dark", or "system" for what the device prefers. */
    window.theme = {
        get current() { return root.dataset.theme ?? "system"; },
        choose(theme) {
            apply(theme);
            if (theme === "system") localStorage.removeItem(key);
            else localStorage.setItem(key, theme);
        },
    };
})();
