import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

/** What a team leader has: own teams, their people, and the next activity. */
registry.category("web_tour.tours").add("volunteer_leader_tour", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            trigger: '.o_app[data-menu-xmlid="volunteer_base.volunteer_base_menu_root"]',
            content: _t("Your teams and activities are kept here."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_volunteer_home",
        },
        {
            trigger:
                '.o_menu_sections [data-menu-xmlid="volunteer_base.volunteer_base_menu_teams"]',
            content: _t("Your team, the teams below it, and who serves in them."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger:
                '.o-dropdown--menu [data-menu-xmlid="volunteer_base.volunteer_team_menu"]',
            content: _t("Open your teams."),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: ".o_data_row .o_data_cell",
            content: _t("Open one of them."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: 'button[name="action_open_members"]',
            content: _t("Here are its members."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb .breadcrumb-item",
        },
        {
            trigger:
                '.o_menu_sections [data-menu-xmlid="volunteer_base.volunteer_base_menu_activities"]',
            content: _t("Activities: plan them, sign members up, confirm who came."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger:
                '.o-dropdown--menu [data-menu-xmlid="volunteer_base.volunteer_activity_menu"]',
            content: _t("Open the activities."),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: ".o_calendar_view, .o_list_view, .o_kanban_view",
        },
    ],
});
