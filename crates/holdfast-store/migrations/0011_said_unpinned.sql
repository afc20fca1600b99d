-- Persons said of machines that none pins them before there was a flag for it (0010). What was said last holds, also under rules to come.
UPDATE device SET is_unpinned = 1
WHERE pin IS NULL AND 'unpinned' = (
    SELECT json_extract(body, '$.moved.move') FROM device_event
    WHERE device_id = device.id AND json_extract(body, '$.moved.move') IN ('pinned', 'unpinned')
    ORDER BY seq DESC LIMIT 1
);
