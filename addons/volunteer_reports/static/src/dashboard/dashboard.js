import {CLAIMED, PARTS, PROVEN, REST, swatch} from "./palette";
import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {MOST_PARTS, monthsPicture, ringPicture, sharePicture} from "./pictures";
import {formatDate, formatNumber, formatShare, monthNames} from "./format";
import {DashboardBars} from "./bars";
import {DashboardChart} from "./chart";
import {DashboardFigure} from "./figure";
import {DashboardHeatMap} from "./heat_map";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {router} from "@web/core/browser/router";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const FILTERS = ["year", "company", "team", "field"];
const LEDGER = "volunteer_hours.volunteer_hour_action_ledger";
const ACTIVITIES = "volunteer_base.volunteer_activity_action";
const PEOPLE = "volunteer_base.volunteer_volunteer_action";
const TARGETS = "volunteer_hours.volunteer_target_action";

/** A year of service in pictures; each of them opens the lines it is made of. */
export class VolunteerDashboard extends Component {
    static template = "volunteer_reports.Dashboard";
    static components = {
        DashboardBars,
        DashboardChart,
        DashboardFigure,
        DashboardHeatMap,
        Layout,
    };
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.months = monthNames();
        this.number = formatNumber;
        this.percent = formatShare;
        this.state = useState({
            loading: true,
            figures: null,
            filters: {},
            pictures: null,
        });
        useSetupAction({getLocalState: () => ({filters: {...this.state.filters}})});
        onWillStart(() => this.start());
        onMounted(() => this.tellUrl());
    }

    async start() {
        this.options = await this.orm.call("volunteer.dashboard", "get_options", []);
        const kept = this.props.state?.filters || this.readUrl();
        this.state.filters = this.onlyKnown(kept);
        await this.load();
    }

    /** @returns {Object} the filters that the address of the page holds */
    readUrl() {
        const {current} = router;
        const own = [this.props.action.id, this.props.action.path, this.props.action.tag];
        if (!own.includes(current.action)) {
            return {};
        }
        return Object.fromEntries(FILTERS.map((name) => [name, Number(current[name]) || 0]));
    }

    /** Keep what was chosen in the address of the page: it can be sent, and gone back to. */
    tellUrl() {
        const {year, ...others} = this.state.filters;
        const chosen = {year: year === this.options.year ? 0 : year, ...others};
        this.props.updateActionState?.(
            Object.fromEntries(FILTERS.map((name) => [name, chosen[name] || undefined]))
        );
    }

    /** @returns {Object} of some filters those that can be chosen here */
    onlyKnown(filters) {
        const {year, years, companies, teams, categories} = this.options;
        const known = {
            year: years,
            company: companies.map(([id]) => id),
            team: teams.map(([id]) => id),
            field: categories.map(([id]) => id),
        };
        const chosen = Object.fromEntries(
            FILTERS.map((name) => [
                name,
                known[name].includes(filters[name]) ? filters[name] : 0,
            ])
        );
        return {...chosen, year: chosen.year || year};
    }

    async load() {
        const {year, company, team, field} = this.state.filters;
        this.state.loading = true;
        try {
            const figures = await this.keepLast.add(
                this.orm.call("volunteer.dashboard", "get_figures", [
                    year,
                    company || null,
                    team || null,
                    field || null,
                ])
            );
            this.state.figures = figures;
            this.state.pictures = {
                months: monthsPicture(figures),
                share: sharePicture(figures),
                ring: ringPicture(figures.categories),
            };
        } finally {
            this.state.loading = false;
        }
    }

    async choose(name, value) {
        this.state.filters[name] = Number(value);
        this.tellUrl();
        await this.load();
    }

    get filters() {
        const {years, companies, teams, categories} = this.options;
        const all = (label, rows) => [[0, label], ...rows];
        const shown = [
            {name: "year", label: _t("Year"), rows: years.map((year) => [year, year])},
        ];
        if (companies.length > 1) {
            shown.push({
                name: "company",
                label: _t("Unit"),
                rows: all(_t("All units"), companies),
            });
        }
        return [
            ...shown,
            {name: "team", label: _t("Team"), rows: all(_t("All teams"), teams)},
            {
                name: "field",
                label: _t("Field of service"),
                rows: all(_t("All fields"), categories),
            },
        ];
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------

    get figures() {
        return this.state.figures;
    }

    get underWay() {
        return this.figures.year === this.options.year;
    }

    get hoursNotes() {
        const {proven, claimed, outside, services} = this.figures.hours;
        const notes = [
            _t("Proven %(proven)s · claimed %(claimed)s", {
                proven: formatNumber(proven),
                claimed: formatNumber(claimed),
            }),
            _t("%(count)s services", {count: formatNumber(services, 0)}),
        ];
        if (outside) {
            notes.push(
                _t("%(hours)s of it with other bodies: not counted for the aim", {
                    hours: formatNumber(outside),
                })
            );
        }
        return notes;
    }

    get servedNotes() {
        const count = formatNumber(this.figures.served.activities, 0);
        return [_t("in %(count)s activities", {count})];
    }

    get aimNotes() {
        const {aim} = this.figures;
        if (!aim) {
            return [
                this.state.filters.field
                    ? _t("Nobody aims at one field; choose all fields to see the aim.")
                    : _t("No aim has been set; press to set one."),
            ];
        }
        const notes = [
            _t("%(actual)s of %(aim)s person-times × hours", {
                actual: formatNumber(aim.actual),
                aim: formatNumber(aim.value),
            }),
        ];
        if (!this.figures.office && !this.state.filters.team) {
            notes.push(_t("Of the whole unit"));
        }
        if (aim.status === "reached") {
            notes.push(_t("✓ Reached"));
        } else if (this.underWay) {
            notes.push(
                _t("At the pace so far: %(hours)s at the year's end", {
                    hours: formatNumber(aim.forecast, 0),
                })
            );
            if (aim.expected_on) {
                notes.push(
                    _t("Expected on %(date)s", {date: formatDate(aim.expected_on)})
                );
            }
        }
        return notes;
    }

    get departmentRows() {
        const {a_head: aHead, rows} = this.figures.departments;
        return rows.map((row) => ({
            key: row.id,
            name: row.name,
            value: (aHead ? row.a_head : row.hours) || 0,
            text: formatNumber((aHead ? row.a_head : row.hours) || 0),
            aim: row.aim,
            sign: row.laggard,
            note: aHead
                ? _t("%(hours)s h, %(heads)s people", {
                      hours: formatNumber(row.hours),
                      heads: formatNumber(row.heads),
                  })
                : "",
            open: () => this.openLines(row.name, [["department_id", "child_of", row.id]]),
        }));
    }

    get departmentHeads() {
        return [
            _t("Department"),
            this.figures.departments.a_head ? _t("Hours a head") : _t("Hours"),
        ];
    }

    get starRows() {
        return this.figures.stars.map((star) => ({
            key: star.level,
            name: star.level ? "★".repeat(star.level) : _t("Without a star"),
            label: star.level
                ? _t("Star level %(level)s", {level: star.level})
                : undefined,
            value: star.count,
            text: formatNumber(star.count, 0),
            // HR counts people it does not read: nothing opens.
            open: star.domain ? () => this.openPeople(star) : undefined,
        }));
    }

    get starHeads() {
        return [_t("Star"), _t("Registered volunteers")];
    }

    get openSeats() {
        return this.figures.week.open.flat().reduce((sum, seats) => sum + seats, 0);
    }

    swatchOf(place) {
        return place < MOST_PARTS ? swatch(PARTS[place], place) : `background: ${REST};`;
    }

    get provenSwatch() {
        return swatch(PROVEN, 0);
    }

    get claimedSwatch() {
        return swatch(CLAIMED, 1);
    }

    // ------------------------------------------------------------------
    // What opens
    // ------------------------------------------------------------------

    async open(xmlId, name, domain, context = {}) {
        const action = await this.action.loadAction(xmlId);
        await this.action.doAction({
            ...action,
            name,
            display_name: name,
            domain,
            context: {...context, create: false},
        });
    }

    openLines(name, domain = [], context = {}) {
        return this.open(LEDGER, name, [...this.figures.lines, ...domain], context);
    }

    openServers() {
        return this.openLines(_t("Who served"), [], {group_by: ["volunteer_id"]});
    }

    openServed() {
        return this.open(ACTIVITIES, _t("Activities held"), this.figures.activities);
    }

    openNeeds() {
        return this.open(ACTIVITIES, _t("Volunteers needed"), this.figures.needs);
    }

    openAim() {
        const {aim} = this.figures;
        const domain = aim ? [["id", "in", aim.ids]] : [["year", "=", this.figures.year]];
        return this.action.loadAction(TARGETS).then((action) =>
            this.action.doAction({...action, domain})
        );
    }

    openPeople(star) {
        return this.open(PEOPLE, _t("Registered volunteers"), star.domain);
    }

    /**
     * @param {Number} month from 0
     * @param {Boolean} [proven] only those, or only the others
     * @param {Number} [ago] years before
     */
    openMonth(month, proven, ago = 0) {
        const year = this.figures.year - ago;
        const text = (number) => String(number).padStart(2, "0");
        const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        const domain = [
            ["date", ">=", `${year}-${text(month + 1)}-01`],
            ["date", "<=", `${year}-${text(month + 1)}-${text(last)}`],
        ];
        if (proven !== undefined) {
            domain.push(["proven", "=", proven]);
        }
        const lines = ago ? this.figures.lines_before : this.figures.lines;
        return this.open(LEDGER, `${this.months[month]} ${year}`, [...lines, ...domain]);
    }

    pickMonth(set, month) {
        if (set < 2) {
            return this.openMonth(month, set === 0);
        }
        return this.openMonth(month, undefined, set === 2 ? 1 : 0);
    }

    pickShare(set, month) {
        return this.openMonth(month, undefined, set);
    }

    openField(row) {
        return this.openLines(row.name, [["project_id.category_id", "=", row.id]]);
    }

    pickField(_set, place) {
        const row = this.figures.categories[place];
        return row && place < MOST_PARTS ? this.openField(row) : undefined;
    }

    openHour(day, hour) {
        // Lines that lie over this hour; PostgreSQL counts days from Sunday.
        return this.openLines(
            _t("Service at %(hour)s:00", {hour}),
            [
                ["start.day_of_week", "=", (day + 1) % 7],
                ["start.hour_number", "<=", hour],
                "|",
                ["stop.hour_number", ">", hour],
                "&",
                ["stop.hour_number", "=", hour],
                ["stop.minute_number", ">", 0],
            ]
        );
    }

    openTimeless() {
        return this.openLines(_t("Without clock times"), [["start", "=", false]]);
    }
}

registry.category("actions").add("volunteer_reports.dashboard", VolunteerDashboard);
