import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {dayNames, formatNumber} from "./format";

// Shown always, so that the picture does not jump about.
const MORNING = 8;
const EVENING = 18;
// Darker cells have white figures.
const DARK = 0.9;

/** Weekday × hour of the day: how much service there is, and where more is needed. */
export class DashboardHeatMap extends Component {
    static template = "volunteer_reports.DashboardHeatMap";
    static props = {
        week: Object,
        onOpen: Function,
    };

    setup() {
        this.days = dayNames("short");
        this.longDays = dayNames("long");
    }

    get hours() {
        const {hours, open} = this.props.week;
        const used = [...Array(24).keys()].filter((hour) =>
            [...hours, ...open].some((day) => day[hour])
        );
        const first = Math.min(MORNING, ...used);
        const last = Math.max(EVENING, ...used);
        return [...Array(last - first + 1).keys()].map((place) => first + place);
    }

    get most() {
        return Math.max(...this.props.week.hours.flat(), 0);
    }

    /**
     * @param {Number} day from Monday
     * @param {Number} hour
     * @returns {Object} what stands in a cell
     */
    cell(day, hour) {
        const hours = this.props.week.hours[day][hour];
        const open = this.props.week.open[day][hour];
        const part = this.most > 0 ? Math.max(0, hours) / this.most : 0;
        const when = `${this.longDays[day]} ${hour}:00–${hour + 1}:00`;
        return {
            hours,
            open,
            text: hours ? formatNumber(hours, hours < 10 ? 1 : 0) : "",
            openText: open ? formatNumber(Math.ceil(open), 0) : "",
            style: `background-color: rgba(0, 114, 178, ${part.toFixed(2)});`,
            dark: part > DARK,
            label: open
                ? _t("%(when)s: %(hours)s hours of service, %(open)s still needed", {
                      when,
                      hours: formatNumber(hours),
                      open: formatNumber(open),
                  })
                : _t("%(when)s: %(hours)s hours of service", {
                      when,
                      hours: formatNumber(hours),
                  }),
        };
    }
}
