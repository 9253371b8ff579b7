-- room_points
CREATE INDEX IF NOT EXISTS idx_room_points_text ON room_points(text);
CREATE INDEX IF NOT EXISTS idx_room_points_geom ON room_points USING GIST(wkb_geometry);

-- base_floor
CREATE INDEX IF NOT EXISTS idx_base_floor_geom ON base_floor USING GIST(wkb_geometry);

-- nav_edges_final
CREATE INDEX IF NOT EXISTS idx_nav_edges_final_geom ON nav_edges_final USING GIST(wkb_geometry);
