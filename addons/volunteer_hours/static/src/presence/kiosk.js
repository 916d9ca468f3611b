// kiosk
